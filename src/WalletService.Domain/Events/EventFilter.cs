using WalletService.Domain.Values;

namespace WalletService.Domain.Events;

/// <summary>Which events matter. Nothing given: all, with those that belong to no wallet.</summary>
public sealed record EventFilter
{
    public static EventFilter All { get; } = new();

    /// <summary>Only those of these users' wallets.</summary>
    public IReadOnlyCollection<UserId>? Users { get; init; }

    /// <summary>Only those of this wallet.</summary>
    public WalletId? Wallet { get; init; }

    /// <summary>Only those of these topics.</summary>
    public IReadOnlyCollection<string>? Topics { get; init; }

    public bool Matches(OutboxEvent item) =>
        (Users is null || (item.UserId is { } user && Users.Contains(user)))
        && (Wallet is null || item.WalletId == Wallet)
        && (Topics is null || Topics.Contains(item.Topic));
}
