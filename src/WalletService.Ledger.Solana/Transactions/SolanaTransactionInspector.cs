using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Encoding;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
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
                    wireTransaction,
                    parsed.MessageBytes,
                    [.. parsed.RequiredSigners.Select(signer => signer.ToDomain())],
                    parsed.Message.Blockhash.ToString(),
                    UsesDurableNonce(parsed.Message));
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

        return new SignedByWallet(signed.Serialize(), TransactionSignature.Parse(signed.Id.ToString()), MissingSigners(signed));
    }

    public IReadOnlyList<SolanaAddress> FindMissingSigners(InspectedTransaction transaction) =>
        MissingSigners(Transaction.Parse(transaction.WireTransaction.Span));

    private static IReadOnlyList<SolanaAddress> MissingSigners(Transaction transaction) =>
        [.. transaction.RequiredSigners.Where((_, position) => !transaction.IsSignedBy(position)).Select(address => address.ToDomain())];

    /// <summary>The runtime takes a transaction for a nonce transaction by its first instruction (Solana documentation, "Durable nonces").</summary>
    private static bool UsesDurableNonce(Message message) =>
        message.Instructions is [var first, ..]
        && first.ProgramIndex < message.Addresses.Count
        && message.Addresses[first.ProgramIndex] == SystemProgram.Id
        && SystemProgram.IsAdvanceNonceAccount(first.Data.Span);
}
