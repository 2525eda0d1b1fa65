using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Inspection;

/// <summary>Of what a transaction states and what a node's simulation shows, the larger counts: a node may lie.</summary>
public sealed class CallerInspectorTests
{
    private static readonly SolanaAddress Wallet = SolanaAddress.Parse("4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM");
    private static readonly SolanaAddress Shop = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");
    private static readonly SolanaAddress Mint = SolanaAddress.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

    [Fact]
    public async Task A_node_that_hides_what_leaves_does_not_lessen_what_is_stated()
    {
        var inspection = await InspectAsync(Effects(new StatedMovement(null, 700, Shop, 1)), Simulated(outflow: 0));

        Assert.Equal([new AssetMovement(Asset.Sol, 700, Shop)], inspection.Movements);
    }

    [Fact]
    public async Task What_a_simulation_shows_beyond_what_is_stated_goes_to_nobody_known()
    {
        var inspection = await InspectAsync(
            Effects(new StatedMovement(null, 700, Shop, 1)),
            Simulated(outflow: 1_000) with { Tokens = [new HoldingChange(Mint, 50, 20), new HoldingChange(Shop, 1, 9)] });

        Assert.Equal(
            [
                new AssetMovement(Asset.Sol, 700, Shop),
                new AssetMovement(Asset.Sol, 300, Recipient: null),
                new AssetMovement(Asset.Token(Mint), 30, Recipient: null),
            ],
            inspection.Movements);
    }

    [Fact]
    public async Task Where_reading_tells_everything_nobody_is_asked()
    {
        var chain = new ScriptedCallers(Effects(), Simulated(outflow: 5));

        var inspection = await new CallerInspector(chain, new InspectionOptions())
            .InspectAsync(new byte[] { 1 }, Wallet, declared: null, minimumSlot: 0, alwaysSimulate: false, CancellationToken.None);

        Assert.Equal(0, chain.Simulations);
        Assert.Empty(inspection.Movements);
    }

    [Theory]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    public async Task What_only_a_simulation_can_tell_needs_one_that_succeeds(bool needed, bool fails, bool isFound)
    {
        var simulation = Simulated(outflow: 0) with { Tokens = [], ChainError = fails ? "\"AccountNotFound\"" : null };

        var inspection = await InspectAsync(Effects() with { NeedsSimulation = needed }, simulation);

        Assert.Equal(isFound, inspection.Findings.Any(finding => finding.Name == "NotSimulated"));
    }

    [Fact]
    public async Task A_node_that_tells_no_token_balances_has_not_told_enough()
    {
        var inspection = await InspectAsync(Effects() with { NeedsSimulation = true }, Simulated(outflow: 0));

        Assert.Equal("NotSimulated", Assert.Single(inspection.Findings).Name);
    }

    [Fact]
    public async Task A_priority_fee_above_the_limit_is_found()
    {
        var limit = (ulong)new InspectionOptions().MaximumPriorityFeeLamports;

        Assert.Empty((await InspectAsync(Effects() with { PriorityFee = new Lamports(limit) }, Simulated(0))).Findings);
        Assert.Equal(
            "HighFee", Assert.Single((await InspectAsync(Effects() with { PriorityFee = new Lamports(limit + 1) }, Simulated(0))).Findings).Name);
    }

    [Fact]
    public async Task Every_finding_is_told_in_a_sentence_of_its_own()
    {
        Finding[] all = [.. Enum.GetValues<FindingKind>().Select(kind => new Finding(kind, Instruction: 3, Shop))];

        var inspection = await InspectAsync(Effects() with { Findings = all }, Simulated(0));

        Assert.Equal(all.Select(finding => finding.Kind.ToString()), inspection.Findings.Select(finding => finding.Name));
        Assert.Equal(all.Length, inspection.Findings.Select(finding => finding.Detail).Distinct().Count());
    }

    private static Task<CallerInspection> InspectAsync(TransactionEffects effects, TransactionSimulation simulation) =>
        new CallerInspector(new ScriptedCallers(effects, simulation), new InspectionOptions())
            .InspectAsync(new byte[] { 1 }, Wallet, declared: null, minimumSlot: 0, alwaysSimulate: true, CancellationToken.None);

    private static TransactionEffects Effects(params StatedMovement[] movements) => new()
    {
        Programs = [],
        Movements = movements,
        Findings = [],
        NeedsSimulation = false,
        PriorityFee = Lamports.Zero,
        Digest = "00",
    };

    private static TransactionSimulation Simulated(ulong outflow) =>
        new(Slot: 1, ChainError: null, [], 150, new Lamports(10_000), new Lamports(10_000 - outflow), Lamports.Zero);

    private sealed class ScriptedCallers(TransactionEffects effects, TransactionSimulation simulation) : ICallerTransactions
    {
        public int Simulations { get; private set; }

        public Task<TransactionSimulation> SimulateAsync(
            ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken)
        {
            Simulations++;
            return Task.FromResult(simulation);
        }

        public Task<TransactionEffects> ReadEffectsAsync(
            ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken) =>
            Task.FromResult(effects);

        public Task<string> ReadDigestAsync(ReadOnlyMemory<byte> wireTransaction, CancellationToken cancellationToken) =>
            Task.FromResult(effects.Digest);

        public Task<BlockhashLife?> FindLifeAsync(string blockhash, CancellationToken cancellationToken) =>
            Task.FromResult<BlockhashLife?>(null);
    }
}
