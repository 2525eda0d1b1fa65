using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Rpc.Json;

internal sealed class BlockhashConverter : ByteValueConverter<Blockhash>
{
    protected override bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Blockhash? value) => Blockhash.TryParse(text, out value);
}
