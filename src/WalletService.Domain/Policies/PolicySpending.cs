namespace WalletService.Domain.Policies;

/// <summary>What was moved within the windows of the policies that apply, without the transaction that is judged.</summary>
public sealed class PolicySpending
{
    private readonly IReadOnlyDictionary<(PolicyScope Scope, Asset? Asset, TimeSpan Length), SpendingTotal> totals;

    public PolicySpending(IReadOnlyDictionary<(PolicyScope Scope, Asset? Asset, TimeSpan Length), SpendingTotal> totals) => this.totals = totals;

    public static PolicySpending None { get; } =
        new(new Dictionary<(PolicyScope Scope, Asset? Asset, TimeSpan Length), SpendingTotal>());

    /// <summary>Nothing when it was not counted, because nothing was moved.</summary>
    public SpendingTotal Within(PolicyScope scope, SpendingWindow window) => totals.GetValueOrDefault((scope, window.Asset, window.Length));
}

/// <param name="Amount">Base units; zero where all assets are counted together.</param>
/// <param name="Count">Transactions.</param>
public readonly record struct SpendingTotal(UInt128 Amount, long Count);
