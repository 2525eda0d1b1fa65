using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using WalletService.Domain.Policies;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Policies;

/// <summary>
/// The policies that a transaction's changes are judged by, and what was moved within their windows. The lock on policies is shared and
/// comes before every other, so that none is set until the transaction ends (<c>0015_policies.sql</c>). What several wallets spend
/// together is counted under locks of those scopes, which come after the wallets' and transfers', in one order: transactions wait for
/// each other, and never in a circle. Wallets' own windows need none but the wallets' locks.
/// </summary>
internal sealed class LockedPolicies
{
    /// <summary>Needs <c>@policyScopes</c> and <c>@policySubjects</c>; gives the lock's empty result, then the newest policies among them.</summary>
    public static readonly string Select =
        $"""
        SELECT pg_advisory_xact_lock_shared({AdvisoryLocks.Policies}, 0)::text;

        SELECT newest.*
        FROM unnest(@policyScopes, @policySubjects) AS wanted (scope, subject)
        CROSS JOIN LATERAL (
            SELECT {PolicyRow.Columns}
            FROM policies
            WHERE policies.scope = wanted.scope AND policies.subject = wanted.subject
            ORDER BY policies.version DESC
            LIMIT 1) AS newest;
        """;

    private const string SelectSpending =
        """
        SELECT position, total.amount, total.count
        FROM unnest(@wallets, @walletAssets, @walletSince, @walletPositions) AS wanted (wallet_id, asset, since, position)
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(spending.amount), 0) AS amount, count(DISTINCT spending.source) AS count
            FROM spending
            WHERE spending.wallet_id = wanted.wallet_id AND spending.at > wanted.since
              AND (wanted.asset IS NULL OR spending.asset = wanted.asset)) AS total
        UNION ALL
        SELECT position, total.amount, total.count
        FROM unnest(@users, @userAssets, @userSince, @userPositions) AS wanted (user_id, asset, since, position)
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(spending.amount), 0) AS amount, count(DISTINCT spending.source) AS count
            FROM spending
            WHERE spending.user_id = wanted.user_id AND spending.at > wanted.since
              AND (wanted.asset IS NULL OR spending.asset = wanted.asset)) AS total
        UNION ALL
        SELECT position, total.amount, total.count
        FROM unnest(@globalAssets, @globalSince, @globalPositions) AS wanted (asset, since, position)
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(spending.amount), 0) AS amount, count(DISTINCT spending.source) AS count
            FROM spending
            WHERE spending.at > wanted.since AND (wanted.asset IS NULL OR spending.asset = wanted.asset)) AS total;

        SELECT source, asset, amount, wallet_id AS WalletId, user_id AS UserId, at FROM spending WHERE source = ANY (@sources);
        """;

    private const string SelectRecipients =
        """
        SELECT user_id AS UserId, recipient, min(known_since) AS KnownSince
        FROM (
            SELECT transfers.user_id, transfers.recipient, transfers.confirmed_at AS known_since
            FROM transfers JOIN unnest(@paying, @paid) AS wanted (user_id, recipient) USING (user_id, recipient)
            WHERE transfers.confirmed_at IS NOT NULL AND transfers.status IN ('Confirmed', 'Finalized')
            UNION ALL
            SELECT addresses.user_id, addresses.address, addresses.added_at
            FROM addresses JOIN unnest(@paying, @paid) AS wanted (user_id, address) USING (user_id, address)) AS known
        GROUP BY user_id, recipient;
        """;

    private readonly Dictionary<PolicyScope, Policy> newest = [];
    private readonly Dictionary<CountedWindow, (decimal Amount, long Count)> totals = [];
    private readonly Dictionary<string, List<SpendingRow>> bySource = new(StringComparer.Ordinal);
    private readonly Dictionary<(string User, string Recipient), DateTimeOffset> known = [];

    public static string[] Scopes(IReadOnlyCollection<JudgedWallet> judged) =>
        [.. judged.SelectMany(wallet => wallet.Scopes).Distinct().Select(scope => scope.KindName)];

    public static string[] Subjects(IReadOnlyCollection<JudgedWallet> judged) =>
        [.. judged.SelectMany(wallet => wallet.Scopes).Distinct().Select(scope => scope.Subject)];

    /// <summary>Takes the results of <see cref="Select"/>.</summary>
    public async Task ReadAsync(SqlMapper.GridReader results)
    {
        await results.ReadAsync<string>();
        foreach (var row in await results.ReadAsync<PolicyRow>())
        {
            newest.Add(row.PolicyScope, row.ToPolicy());
        }
    }

    /// <summary>Counts what was moved, where a policy has a window: one more round trip, which nobody takes for whom there is none.</summary>
    public async Task CountAsync(PostgresTransaction transaction, IReadOnlyCollection<JudgedWallet> judged, DateTimeOffset now)
    {
        JudgedWallet[] counted = [.. judged.Where(wallet => wallet.Pin is null || wallet.Pin != Policy.Pin(PoliciesOf(wallet)))];
        CountedWindow[] windows = [.. counted.SelectMany(WindowsOf).Distinct()];
        if (windows.Length > 0)
        {
            var locks = windows.Where(window => window.Scope.Kind != PolicyScopeKind.Wallet).Select(window => LockOf(window.Scope));
            await CountAsync(transaction, windows, [.. locks.Distinct().Order()], [.. counted.Select(wallet => wallet.Source)], now);
        }

        JudgedWallet[] asking =
            [.. counted.Where(wallet => PoliciesOf(wallet).Any(policy => policy.Document.NewRecipients is not null))];
        if (asking.Length > 0)
        {
            await FindRecipientsAsync(transaction, asking);
        }
    }

    /// <summary>What the change is judged by, as the changes before it have left it.</summary>
    public PolicyPosition PositionOf(JudgedWallet judged, DateTimeOffset now)
    {
        var policies = PoliciesOf(judged);
        if (policies.Count == 0)
        {
            return PolicyPosition.None;
        }

        var own = bySource.GetValueOrDefault(judged.Source) ?? [];
        var spending = new PolicySpending(WindowsOf(judged).Distinct().ToDictionary(
            window => (window.Scope, window.Asset, window.Length),
            window =>
            {
                var (amount, count) = totals.GetValueOrDefault(window);
                SpendingRow[] mine = [.. own.Where(row => window.Counts(row) && row.At > now - window.Length)];
                return new SpendingTotal(
                    (UInt128)Math.Max(0, amount - mine.Sum(row => row.Amount)), Math.Max(0, count - (mine.Length > 0 ? 1 : 0)));
            }));
        return new PolicyPosition(
            policies,
            spending,
            judged.Recipients.Distinct()
                .Where(recipient => known.ContainsKey((judged.UserId.Value, recipient.Value)))
                .ToDictionary(recipient => recipient, recipient => known[(judged.UserId.Value, recipient.Value)]));
    }

    /// <summary>What was moved is counted from now on, for the changes behind this one too.</summary>
    public void Spend(IReadOnlyList<SpendingRow> rows, DateTimeOffset now)
    {
        if (rows.Count == 0)
        {
            return;
        }

        var before = bySource.GetValueOrDefault(rows[0].Source) ?? [];
        foreach (var window in totals.Keys.ToArray())
        {
            var had = before.Where(row => window.Counts(row) && row.At > now - window.Length).ToArray();
            var has = rows.Where(window.Counts).ToArray();
            var (amount, count) = totals[window];
            totals[window] = (
                amount - had.Sum(row => row.Amount) + has.Sum(row => row.Amount),
                count - (had.Length > 0 ? 1 : 0) + (has.Length > 0 ? 1 : 0));
        }

        bySource[rows[0].Source] = [.. rows];
    }

    private IReadOnlyList<Policy> PoliciesOf(JudgedWallet judged) =>
        [.. judged.Scopes.Where(newest.ContainsKey).Select(scope => newest[scope])];

    private IEnumerable<CountedWindow> WindowsOf(JudgedWallet judged) => PoliciesOf(judged).SelectMany(policy =>
        policy.Document.Windows.Select(window => new CountedWindow(policy.Scope, window.Asset, window.Length)));

    private static int LockOf(PolicyScope scope) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(scope.ToString())));

    private async Task CountAsync(
        PostgresTransaction transaction, CountedWindow[] windows, int[] locks, string[] sources, DateTimeOffset now)
    {
        var numbered = windows.Index().ToLookup(window => window.Item.Scope.Kind);
        var (wallets, users, all) = (
            numbered[PolicyScopeKind.Wallet].ToArray(), numbered[PolicyScopeKind.User].ToArray(), numbered[PolicyScopeKind.Global].ToArray());
        var locking = string.Concat(locks.Select(key => $"SELECT pg_advisory_xact_lock({AdvisoryLocks.SpendingOfScope}, {key})::text;\n"));
        await transaction.QueryMultipleAsync(
            locking + SelectSpending,
            new
            {
                wallets = wallets.Select(window => Guid.Parse(window.Item.Scope.Subject)).ToArray(),
                walletAssets = AssetsOf(wallets),
                walletSince = StartsOf(wallets, now),
                walletPositions = PositionsOf(wallets),
                users = users.Select(window => window.Item.Scope.Subject).ToArray(),
                userAssets = AssetsOf(users),
                userSince = StartsOf(users, now),
                userPositions = PositionsOf(users),
                globalAssets = AssetsOf(all),
                globalSince = StartsOf(all, now),
                globalPositions = PositionsOf(all),
                sources,
            },
            async results =>
            {
                for (var index = 0; index < locks.Length; index++)
                {
                    await results.ReadAsync<string>();
                }

                foreach (var total in await results.ReadAsync<WindowTotal>())
                {
                    totals[windows[total.Position]] = (total.Amount, total.Count);
                }

                foreach (var group in (await results.ReadAsync<StoredSpending>()).GroupBy(row => row.Source, StringComparer.Ordinal))
                {
                    bySource[group.Key] = [.. group.Select(row => row.ToRow())];
                }

                return true;
            });
    }

    private async Task FindRecipientsAsync(PostgresTransaction transaction, JudgedWallet[] asking)
    {
        var wanted = asking.SelectMany(wallet => wallet.Recipients.Select(recipient => (wallet.UserId.Value, recipient.Value))).Distinct().ToArray();
        var found = await transaction.QueryAsync<KnownRecipient>(
            SelectRecipients,
            new { paying = wanted.Select(pair => pair.Item1).ToArray(), paid = wanted.Select(pair => pair.Item2).ToArray() });
        foreach (var row in found)
        {
            known[(row.UserId, row.Recipient)] = row.KnownSince.AsUtc();
        }
    }

    private static string?[] AssetsOf((int Index, CountedWindow Item)[] windows) =>
        [.. windows.Select(window => window.Item.Asset?.ToString())];

    private static DateTimeOffset[] StartsOf((int Index, CountedWindow Item)[] windows, DateTimeOffset now) =>
        [.. windows.Select(window => now - window.Item.Length)];

    private static int[] PositionsOf((int Index, CountedWindow Item)[] windows) => [.. windows.Select(window => window.Index)];

    private sealed record CountedWindow(PolicyScope Scope, Asset? Asset, TimeSpan Length)
    {
        public bool Counts(SpendingRow row) => (Asset is null || Asset.ToString() == row.Asset) && Scope.Kind switch
        {
            PolicyScopeKind.Global => true,
            PolicyScopeKind.User => row.UserId == Scope.Subject,
            PolicyScopeKind.Wallet => row.WalletId.ToString("D") == Scope.Subject,
        };
    }

    internal sealed record WindowTotal(int Position, decimal Amount, long Count);

    internal sealed record KnownRecipient(string UserId, string Recipient, DateTime KnownSince);

    internal sealed record StoredSpending(string Source, string Asset, decimal Amount, Guid WalletId, string UserId, DateTime At)
    {
        public SpendingRow ToRow() => new(Source, Asset, Amount, WalletId, UserId, At.AsUtc());
    }
}
