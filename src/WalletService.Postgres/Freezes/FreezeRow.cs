using WalletService.Domain.Freezes;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Freezes;

internal sealed record FreezeRow(string Scope, string Subject, string Reason, string FrozenBy, DateTime FrozenAt)
{
    public const string Columns =
        """
        freezes.scope, freezes.subject, freezes.reason, freezes.frozen_by AS FrozenBy, freezes.frozen_at AS FrozenAt
        """;

    public Freeze ToFreeze() => new(FreezeTarget.Restore(Scope, Subject), Reason, FrozenBy, FrozenAt.AsUtc());
}
