using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>What it means that a row was there already when a change was written: another instance has committed it since it was looked for.</summary>
internal static class ChangeConflicts
{
    private const string Signature = "transfer_attempts_signature";
    private const string RequestKey = "requests_pkey";
    private const string TransferKey = "transfers_user_id_idempotency_key_key";

    /// <summary>The same request was taken somewhere else at the same time.</summary>
    public static bool IsKeyTaken(Exception exception) =>
        PostgresFailures.IsDuplicate(exception, RequestKey) || PostgresFailures.IsDuplicate(exception, TransferKey);

    /// <summary>The failure of a change as the port tells it.</summary>
    public static Exception Translate(Exception exception, RecordChange change) =>
        change.Signature is { } signature && PostgresFailures.IsDuplicate(exception, Signature)
            ? new DuplicateSignatureException(signature)
            : exception;
}
