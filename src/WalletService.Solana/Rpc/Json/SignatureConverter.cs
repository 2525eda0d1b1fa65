using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Rpc.Json;

internal sealed class SignatureConverter : ByteValueConverter<Signature>
{
    protected override bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Signature? value) => Signature.TryParse(text, out value);
}
