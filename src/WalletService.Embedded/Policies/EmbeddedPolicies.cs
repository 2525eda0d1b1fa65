using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Embedded.Policies;

/// <summary>Policies, and what was moved within their windows. Used under the database's gate.</summary>
internal sealed class EmbeddedPolicies
{
    private readonly Dictionary<string, Spent> spending = new(StringComparer.Ordinal);

    /// <summary>Every version of each scope, oldest first.</summary>
    public Dictionary<PolicyScope, List<StoredPolicy>> Versions { get; } = [];

    /// <param name="source">What is judged, whose own spending is not counted.</param>
    public PolicyPosition PositionOf(
        UserId user, WalletId wallet, string source, IReadOnlyDictionary<SolanaAddress, DateTimeOffset> known, DateTimeOffset now)
    {
        Policy[] policies =
            [.. PolicyScope.Covering(user, wallet).Where(Versions.ContainsKey).Select(scope => Versions[scope][^1].Policy)];
        var totals = policies
            .SelectMany(policy => policy.Document.Windows.Select(window => (policy.Scope, window.Asset, window.Length)))
            .Distinct()
            .ToDictionary(window => window, window => Count(window.Scope, window.Asset, now - window.Length, source));
        return policies.Length == 0 ? PolicyPosition.None : new PolicyPosition(policies, new PolicySpending(totals), known);
    }

    public void Spend(string source, UserId user, WalletId wallet, IReadOnlyList<AssetMovement> movements, DateTimeOffset at) =>
        spending[source] = new Spent(user, wallet, movements, at);

    /// <summary>Nothing has moved after all.</summary>
    public void TakeBack(string source) => spending.Remove(source);

    private SpendingTotal Count(PolicyScope scope, Asset? asset, DateTimeOffset since, string except)
    {
        var counted = spending
            .Where(pair => pair.Key != except && pair.Value.At > since && pair.Value.IsOf(scope))
            .Select(pair => pair.Value.Movements.Where(movement => asset is null || movement.Asset == asset).ToArray())
            .Where(movements => movements.Length > 0)
            .ToArray();
        var amount = counted.SelectMany(movements => movements).Aggregate(UInt128.Zero, (sum, movement) => sum + movement.Amount);
        return new SpendingTotal(amount, counted.Length);
    }

    private sealed record Spent(UserId User, WalletId Wallet, IReadOnlyList<AssetMovement> Movements, DateTimeOffset At)
    {
        public bool IsOf(PolicyScope scope) =>
            scope == PolicyScope.Global || scope == PolicyScope.Of(User) || scope == PolicyScope.Of(Wallet);
    }
}
