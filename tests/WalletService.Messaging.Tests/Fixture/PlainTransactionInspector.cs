using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>A wire format small enough to be written by hand: 64 bytes of signature, 32 bytes of its signer, then anything.</summary>
internal sealed class PlainTransactionInspector : ITransactionInspector
{
    public static byte[] Write(string signer, ReadOnlySpan<byte> rest) => [.. new byte[64], .. SolanaAddress.Parse(signer).ToBytes(), .. rest];

    public bool TryInspect(
        ReadOnlyMemory<byte> wireTransaction,
        [NotNullWhen(true)] out InspectedTransaction? transaction,
        [NotNullWhen(false)] out string? reason)
    {
        if (wireTransaction.Length < 96)
        {
            transaction = null;
            reason = "is too short.";
            return false;
        }

        var message = wireTransaction[64..];
        transaction = new InspectedTransaction(wireTransaction, message, [SolanaAddress.FromBytes(message.Span[..32])], Blockhash: "11111111111111111111111111111111", UsesDurableNonce: false);
        reason = null;
        return true;
    }

    public SignedByWallet AddSignature(InspectedTransaction transaction, SolanaAddress signer, ReadOnlySpan<byte> signature) =>
        new((byte[])[.. signature, .. transaction.Message.Span], TransactionSignature.FromBytes(signature), []);

    public IReadOnlyList<SolanaAddress> FindMissingSigners(InspectedTransaction transaction) => transaction.RequiredSigners;
}
