using WalletService.Domain.Policies;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Policies;

/// <summary>What a change needs of the policies that cover its wallet.</summary>
/// <param name="Source">Whose spending is replaced, and so not counted: what is judged may have been judged before.</param>
/// <param name="Recipients">Those of whom a policy may ask since when they are known.</param>
/// <param name="Pin">What was moved matters only when the policies are others than these; null when it always does.</param>
internal sealed record JudgedWallet(
    UserId UserId, WalletId WalletId, string Source, IReadOnlyList<SolanaAddress> Recipients, string? Pin)
{
    public IReadOnlyList<PolicyScope> Scopes { get; } = PolicyScope.Covering(UserId, WalletId);

    public static JudgedWallet Of(Transfer transfer, string? pin) =>
        new(transfer.UserId, transfer.WalletId, transfer.Id.ToString(), RecipientsOf(transfer), pin);

    private static IReadOnlyList<SolanaAddress> RecipientsOf(Transfer transfer) => transfer.Content switch
    {
        TransferContent.SolBatch batch => [.. batch.Payments.Select(part => part.Recipient)],
        TransferContent.TokenBatch batch => [.. batch.Payments.Select(share => share.To)],
        { Recipient: { } recipient } => [recipient],
        _ => [.. (transfer.Policy?.Facts.Movements ?? []).Select(movement => movement.Recipient).OfType<SolanaAddress>()],
    };
}
