using WalletService.Domain.Inspection;
using WalletService.Solana;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>Collects what the instructions of a transaction do with the wallet.</summary>
internal sealed class EffectsBuilder
{
    private readonly List<Finding> findings = [];
    private readonly List<StatedMovement> movements = [];

    public IReadOnlyList<Finding> Findings => findings;

    public IReadOnlyList<StatedMovement> Movements => movements;

    public void Find(FindingKind kind, int instruction, Address? subject = null) =>
        findings.Add(new Finding(kind, instruction, subject?.ToDomain()));

    public void PaySol(int instruction, ulong lamports, Address recipient) =>
        movements.Add(new StatedMovement(Mint: null, lamports, recipient.ToDomain(), instruction));

    /// <param name="instruction">1 for the first.</param>
    /// <param name="mint">Null when nobody can tell for certain.</param>
    /// <param name="amount">Base units.</param>
    /// <param name="recipient">Null when the tokens are destroyed.</param>
    public void PayTokens(int instruction, Address? mint, ulong amount, Address? recipient)
    {
        movements.Add(new StatedMovement(mint?.ToDomain(), amount, recipient?.ToDomain(), instruction) { IsOfUnknownMint = mint is null });
        if (mint is null)
        {
            Find(FindingKind.UnprovenMint, instruction, recipient);
        }
    }
}
