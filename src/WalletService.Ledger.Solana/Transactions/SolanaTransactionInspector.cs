using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Encoding;
using WalletService.Solana.Messages;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Transactions;

/// <inheritdoc cref="ITransactionInspector"/>
internal sealed class SolanaTransactionInspector : ITransactionInspector
{
    public bool TryInspect(
        ReadOnlyMemory<byte> wireTransaction,
        [NotNullWhen(true)] out InspectedTransaction? transaction,
        [NotNullWhen(false)] out string? reason)
    {
        transaction = null;
        try
        {
            var parsed = Transaction.Parse(wireTransaction.Span);
            reason = parsed.Message.Version == MessageVersion.V1
                ? "transactions of version 1 are not signed by this service; send a legacy or v0 transaction."
                : null;
            if (reason is null)
            {
                transaction = new InspectedTransaction(
                    wireTransaction, parsed.MessageBytes, [.. parsed.RequiredSigners.Select(signer => signer.ToDomain())]);
            }
        }
        catch (WireFormatException exception)
        {
            reason = $"not a well-formed Solana transaction: {exception.Message}";
        }

        return transaction is not null;
    }

    public SignedByWallet AddSignature(InspectedTransaction transaction, SolanaAddress signer, ReadOnlySpan<byte> signature)
    {
        var parsed = Transaction.Parse(transaction.WireTransaction.Span);
        var index = parsed.SignerIndex(signer.ToKit())
            ?? throw new ArgumentException($"The transaction requires no signature of {signer}.", nameof(signer));
        var signed = parsed.WithSignature(index, Signature.FromBytes(signature));
        if (!signed.IsSignedBy(index))
        {
            throw new ArgumentException($"The signature does not verify against {signer}.", nameof(signature));
        }

        var missing = signed.RequiredSigners.Where((_, position) => !signed.IsSignedBy(position));
        return new SignedByWallet(signed.Serialize(), [.. missing.Select(address => address.ToDomain())]);
    }
}
