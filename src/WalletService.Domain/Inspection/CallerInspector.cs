using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Inspection;

/// <summary>
/// Finds out what a caller's transaction does with the wallet: by reading it, which no node can falsify to the caller's favour, and where
/// that can't tell all, by its simulation as well. Of both the larger counts.
/// </summary>
public sealed class CallerInspector(ICallerTransactions transactions, InspectionOptions options)
{
    /// <param name="wireTransaction">A well-formed legacy or v0 transaction.</param>
    /// <param name="wallet">The wallet whose signature is asked for.</param>
    /// <param name="declared">What the caller has declared; null when it has not.</param>
    /// <param name="minimumSlot">Nodes answer as of this slot or a later one.</param>
    /// <param name="alwaysSimulate">Also when reading tells everything.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">No node answers, or the nodes do not agree about a lookup table.</exception>
    public async Task<CallerInspection> InspectAsync(
        ReadOnlyMemory<byte> wireTransaction,
        SolanaAddress wallet,
        IReadOnlyList<DeclaredMovement>? declared,
        ulong minimumSlot,
        bool alwaysSimulate,
        CancellationToken cancellationToken)
    {
        var effects = await transactions.ReadEffectsAsync(wireTransaction, wallet, minimumSlot, cancellationToken);
        var simulation = alwaysSimulate || effects.NeedsSimulation
            ? await transactions.SimulateAsync(wireTransaction, wallet, minimumSlot, cancellationToken)
            : null;
        var movements = MovementsOf(effects, simulation);
        return new CallerInspection
        {
            Effects = effects,
            Simulation = simulation,
            Movements = movements,
            Findings = [.. FindingsOf(effects, simulation).Select(finding => new PolicyFinding(finding.Kind.ToString(), FindingTexts.Describe(finding)))],
            Refusal = declared is null ? null : Declaration.FindMismatch(declared, movements),
        };
    }

    private static List<AssetMovement> MovementsOf(TransactionEffects effects, TransactionSimulation? simulation)
    {
        var movements = effects.Movements
            .Where(movement => !movement.IsOfUnknownMint)
            .Select(movement => new AssetMovement(AssetOf(movement.Mint), movement.Amount, movement.Recipient))
            .ToList();
        if (simulation is null)
        {
            return movements;
        }

        AddExcess(mint: null, simulation.Outflow.Value);
        foreach (var change in simulation.Tokens ?? [])
        {
            AddExcess(change.Mint, change.Outflow);
        }

        return movements;

        void AddExcess(SolanaAddress? mint, UInt128 simulated)
        {
            var stated = effects.StatedOutflow(mint);
            if (simulated > stated)
            {
                var excess = UInt128.Min(simulated - stated, ulong.MaxValue);
                movements.Add(new AssetMovement(AssetOf(mint), (ulong)excess, Recipient: null));
            }
        }
    }

    private static Asset AssetOf(SolanaAddress? mint) => mint is null ? Asset.Sol : Asset.Token(mint);

    private IEnumerable<Finding> FindingsOf(TransactionEffects effects, TransactionSimulation? simulation)
    {
        foreach (var finding in effects.Findings)
        {
            yield return finding;
        }

        if (effects.PriorityFee.Value > (ulong)options.MaximumPriorityFeeLamports)
        {
            yield return new Finding(FindingKind.HighFee, Instruction: 0);
        }

        if (effects.NeedsSimulation && simulation is { ChainError: not null } or { Tokens: null })
        {
            yield return new Finding(FindingKind.NotSimulated, Instruction: 0);
        }
    }
}
