using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Batches;

/// <summary>What holds for several payments in one transaction, made of the rules for a single one. Pure.</summary>
public static class BatchRules
{
    /// <summary>What stands against payments in SOL whatever the funds; null when nothing does.</summary>
    /// <param name="payments">The payments of one transaction: what a recipient gets by several of them counts together.</param>
    /// <param name="facts">What the chain says of each recipient.</param>
    /// <param name="allowOffCurve">Whether a recipient may be an address that no private key can exist for.</param>
    public static WalletError? Check(
        IReadOnlyList<SolPart> payments, IReadOnlyDictionary<SolanaAddress, TransferFacts> facts, bool allowOffCurve) => payments
        .GroupBy(payment => payment.Recipient)
        .Select(group => TransferRules.CheckRecipient(facts[group.Key].Recipient, allowOffCurve)
            ?? TransferRules.CheckRecipientMinimum(Total(group), facts[group.Key]))
        .FirstOrDefault(refusal => refusal is not null);

    /// <exception cref="OverflowException">More lamports than there can be: no wallet could have them.</exception>
    public static Lamports Total(IEnumerable<SolPart> payments) =>
        payments.Aggregate(Lamports.Zero, (sum, payment) => sum + payment.Lamports);

    /// <summary>
    /// The movement that makes all payments in one transaction; null when no number of base units does what one of them asks. An
    /// account that several of them need is created once.
    /// </summary>
    /// <param name="batch">Payments that <see cref="TokenRules.Check"/> has nothing against.</param>
    /// <param name="facts">What the chain says of each recipient.</param>
    /// <param name="memo">Stands in for a memo where a recipient's account demands one and the batch has none.</param>
    public static TokenMovement? MovementOf(
        TransferContent.TokenBatch batch, IReadOnlyDictionary<SolanaAddress, TokenTransferFacts> facts, string memo)
    {
        TokenMovement? movement = null;
        var parts = new List<TokenPart>();
        var accounts = new HashSet<SolanaAddress>();
        foreach (var share in batch.Payments)
        {
            if (TokenRules.Movement(batch.PaymentOf(share), facts[share.To], available: 0, memo) is not { Parts: [var part] } single)
            {
                return null;
            }

            parts.Add(accounts.Add(part.RecipientAccount) ? part : part with { CreatesAccount = false });
            movement = single with { Memo = movement?.Memo ?? single.Memo };
        }

        return movement! with { Parts = parts };
    }
}
