using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions;

/// <summary>A signed attempt's row.</summary>
internal sealed record AttemptRow(
    int Number,
    string Signature,
    byte[] WireTransaction,
    string Blockhash,
    decimal LastValidBlockHeight,
    decimal ContextSlot,
    string Outcome,
    DateTime SignedAt)
{
    public const string Select =
        """
        SELECT attempt.number, attempt.signature, attempt.wire_transaction AS WireTransaction, attempt.blockhash,
               attempt.last_valid_block_height AS LastValidBlockHeight, attempt.context_slot AS ContextSlot, attempt.outcome,
               attempt.signed_at AS SignedAt
        FROM transfer_attempts AS attempt
        """;

    public TransferAttempt ToAttempt() => new()
    {
        Number = Number,
        Signature = TransactionSignature.Parse(Signature),
        WireTransaction = WireTransaction,
        Blockhash = Blockhash,
        LastValidBlockHeight = (ulong)LastValidBlockHeight,
        ContextSlot = (ulong)ContextSlot,
        Outcome = AttemptOutcomes.Parse(Outcome),
        SignedAt = SignedAt.AsUtc(),
    };
}
