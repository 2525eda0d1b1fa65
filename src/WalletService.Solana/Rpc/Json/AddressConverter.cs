using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Rpc.Json;

internal sealed class AddressConverter : ByteValueConverter<Address>
{
    protected override bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Address? value) => Address.TryParse(text, out value);
}
