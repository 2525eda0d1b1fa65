using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Freezes;

/// <summary>
/// The rule of the gate that every signature passes: the stores read what is frozen in the very transaction that records what is about to
/// be signed, and ask here whether it may be.
/// </summary>
public static class SigningGate
{
    /// <summary>Every freeze that would keep the transfer from being signed.</summary>
    public static IReadOnlyList<FreezeTarget> TargetsOf(Transfer transfer) =>
        Targets(
            transfer.Caller, transfer.UserId, transfer.WalletId, [transfer.Content.PaidMint, .. MintsOf(PolicySubjects.MovementsOf(transfer))]);

    /// <summary>Every freeze that would keep the caller's transaction from being signed.</summary>
    public static IReadOnlyList<FreezeTarget> TargetsOf(SigningRequest request) =>
        Targets(request.Caller, request.UserId, request.WalletId, [.. MintsOf(request.Subject.Movements)]);

    /// <summary>Every freeze that would keep a request of this kind from being taken.</summary>
    /// <param name="mints">The tokens that are paid; null stands for SOL.</param>
    public static IReadOnlyList<FreezeTarget> Targets(
        CallerId caller, UserId userId, WalletId walletId, params IReadOnlyList<SolanaAddress?> mints)
    {
        List<FreezeTarget> targets = [FreezeTarget.Everything, FreezeTarget.Of(userId), FreezeTarget.Of(walletId)];
        if (caller.IsIdentified)
        {
            targets.Add(FreezeTarget.Of(caller));
        }

        targets.AddRange(mints.OfType<SolanaAddress>().Distinct().Select(FreezeTarget.OfMint));
        return targets;
    }

    /// <summary>Why nothing may be signed; null when it may.</summary>
    /// <param name="status">The wallet's, as nobody else can change it now.</param>
    /// <param name="frozen">The widest of the targets that are frozen; null when none is.</param>
    public static WalletError? FindRefusal(WalletStatus status, FreezeTarget? frozen) => frozen is not null
        ? WalletErrors.Frozen(frozen.Scope)
        : status switch
        {
            WalletStatus.Open => null,
            WalletStatus.Frozen => WalletErrors.WalletFrozen(),
            WalletStatus.Archived => WalletErrors.WalletArchived(),
        };

    /// <summary>The one of several freezes that is told.</summary>
    public static FreezeTarget? WidestOf(IEnumerable<FreezeTarget> frozen) => frozen.MinBy(target => target.Scope);

    private static IEnumerable<SolanaAddress?> MintsOf(IEnumerable<AssetMovement> movements) => movements.Select(movement => movement.Asset.Mint);
}
