using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>What is written into the chain of the service for what an operator does with a restored database.</summary>
public static class RestoreAudit
{
    public static AuditDraft Adopted(TransactionId transfer, TransactionSignature signature, string by) =>
        AuditDrafts.Of(AuditActions.RestoreAdopted, transfer, ("by", by), ("signature", signature.Value));

    public static AuditDraft Recorded(Transfer lost, TransactionSignature signature, string by) => AuditDrafts.Of(
        AuditActions.RestoreRecorded, lost.Id, ("by", by), ("requestId", lost.IdempotencyKey.Value), ("signature", signature.Value));

    public static AuditDraft Held(TransactionId transfer, string by) => AuditDrafts.Of(AuditActions.RestoreHeld, transfer, ("by", by));

    public static AuditDraft Released(TransactionId transfer, string by) => AuditDrafts.Of(AuditActions.RestoreReleased, transfer, ("by", by));

    public static AuditDraft BatchHeld(BatchId batch, string by) =>
        AuditDrafts.Of(AuditActions.RestoreHeld, null, ("by", by), ("batch", batch.ToString()));

    public static AuditDraft BatchReleased(BatchId batch, string by) =>
        AuditDrafts.Of(AuditActions.RestoreReleased, null, ("by", by), ("batch", batch.ToString()));

    public static AuditDraft Accepted(string by, string reason) =>
        AuditDrafts.Of(AuditActions.RestoreAccepted, null, ("by", by), ("reason", reason));
}
