using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>Makes the subjects that policies judge out of transfers.</summary>
public static class PolicySubjects
{
    /// <param name="transfer">With its amounts decided.</param>
    /// <param name="facts">What was found out about it.</param>
    /// <param name="at">When it is judged.</param>
    public static PolicySubject Of(Transfer transfer, PolicyFacts facts, DateTimeOffset at) => new()
    {
        Kind = KindOf(transfer.Content),
        Caller = transfer.Caller,
        UserId = transfer.UserId,
        WalletId = transfer.WalletId,
        Movements = MovementsOf(transfer, facts),
        Programs = facts.Programs,
        Findings = facts.Findings,
        Signals = facts.Signals,
        Risk = facts.Risk,
        IsDeclared = facts.IsDeclared,
        At = at,
    };

    /// <summary>What leaves the wallet with the transfer; fees and the rent of recipients' accounts are not counted.</summary>
    public static IReadOnlyList<AssetMovement> MovementsOf(Transfer transfer) =>
        MovementsOf(transfer, transfer.Policy?.Facts ?? PolicyFacts.None);

    private static IReadOnlyList<AssetMovement> MovementsOf(Transfer transfer, PolicyFacts facts) => transfer switch
    {
        // It stays in the wallet.
        { IsSweep: true } => [],
        { Content: TransferContent.SolPayment payment, Lamports: { } lamports } => [new AssetMovement(Asset.Sol, lamports.Value, payment.To)],
        { Content: TransferContent.SolBatch batch } =>
            [.. batch.Payments.Select(part => new AssetMovement(Asset.Sol, part.Lamports.Value, part.Recipient))],
        { Token: { } token } => [.. token.Parts.Select(part => new AssetMovement(Asset.Token(token.Mint), part.Amount, part.Recipient))],
        _ when facts.Movements is { } movements => movements,
        { Lamports: { } lamports } when lamports != Lamports.Zero => [new AssetMovement(Asset.Sol, lamports.Value, Recipient: null)],
        _ => [],
    };

    private static PolicyRequestKind KindOf(TransferContent content) => content switch
    {
        TransferContent.SolPayment => PolicyRequestKind.TransferSol,
        TransferContent.TokenPayment or TransferContent.AccountClosing => PolicyRequestKind.TransferToken,
        TransferContent.SolBatch or TransferContent.TokenBatch => PolicyRequestKind.TransferBatch,
        TransferContent.CallerTransaction => PolicyRequestKind.Send,
        var other => throw new InvalidOperationException($"Unknown content {other}."),
    };
}
