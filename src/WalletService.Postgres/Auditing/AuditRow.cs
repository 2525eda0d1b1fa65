using System.Text.Json;
using WalletService.Domain.Auditing;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Auditing;

/// <summary>A row of the audit log as the service has written it.</summary>
internal sealed record AuditRow(
    DateTime At, string Action, Guid? WalletId, string? UserId, Guid? TransactionId, string Details, string PreviousHash, string Hash)
{
    public const string Columns =
        """
        at, action, wallet_id AS WalletId, user_id AS UserId, transaction_id AS TransactionId, details, previous_hash AS PreviousHash, hash
        """;

    public AuditEntry ToEntry() => new()
    {
        At = At.AsUtc(),
        Action = Action,
        WalletId = WalletId is { } wallet ? Domain.Values.WalletId.From(wallet) : null,
        UserId = UserId is null ? null : Domain.Values.UserId.Parse(UserId),
        TransactionId = TransactionId is { } transaction ? Domain.Values.TransactionId.From(transaction) : null,
        Details = StoredJson.ReadDetails(Details) ?? throw new JsonException("The details of an audit entry are not names and texts."),
        PreviousHash = PreviousHash,
        Hash = Hash,
    };
}
