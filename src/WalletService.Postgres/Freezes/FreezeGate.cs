using Dapper;
using WalletService.Domain.Freezes;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Freezes;

/// <summary>
/// How a transaction that gives permission to sign finds what is frozen. The shared lock comes before every other lock and is kept to the
/// end of the transaction; a freeze takes it alone (<c>0014_freezes.sql</c>). Each statement sees what is committed when it begins, so
/// what is read after the lock is all that is frozen until the permission is committed.
/// </summary>
internal static class FreezeGate
{
    /// <summary>Needs <c>@freezeScopes</c> and <c>@freezeSubjects</c>; gives the lock's empty result, then the frozen ones among them.</summary>
    public static readonly string Select =
        $"""
        SELECT pg_advisory_xact_lock_shared({AdvisoryLocks.Freezes}, 0)::text;

        SELECT freezes.scope, freezes.subject
        FROM freezes JOIN unnest(@freezeScopes, @freezeSubjects) AS concerned (scope, subject) USING (scope, subject);
        """;

    public static string[] Scopes(IReadOnlyCollection<FreezeTarget> targets) => [.. targets.Select(target => target.ScopeName)];

    public static string[] Subjects(IReadOnlyCollection<FreezeTarget> targets) => [.. targets.Select(target => target.Subject)];

    /// <summary>The frozen ones, from the results of <see cref="Select"/>.</summary>
    public static async Task<IReadOnlyCollection<FreezeTarget>> ReadAsync(SqlMapper.GridReader results)
    {
        await results.ReadAsync<string>();
        return [.. (await results.ReadAsync<FrozenRow>()).Select(row => FreezeTarget.Restore(row.Scope, row.Subject))];
    }

    private sealed record FrozenRow(string Scope, string Subject);
}
