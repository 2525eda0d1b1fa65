using WalletService.Chaos.Callers;
using WalletService.Chaos.Faults;
using WalletService.Chaos.Oracle;
using WalletService.Chaos.Parts;
using WalletService.Chaos.Report;

namespace WalletService.Chaos;

/// <summary>
/// A campaign: the service with real parts, many callers, faults by a seed; then quiet, until everything has drained; then judgement by
/// the chain's blocks and the callers' notes.
/// </summary>
public sealed class Campaign(ChaosOptions options, TextWriter output, TimeProvider time)
{
    private const int Shops = 4;

    /// <summary>Everything has to end within this time after the last fault.</summary>
    private static readonly TimeSpan DrainDeadline = TimeSpan.FromMinutes(8);

    /// <summary>What callers still wait for when the time is up.</summary>
    private static readonly TimeSpan LastReplies = TimeSpan.FromSeconds(2);

    private readonly CampaignCounts counts = new();
    private readonly Notebook notebook = new(time);

    /// <summary>Runs it and prints what happened. False when the oracle found a violation.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var folder = new RunFolder(options.Seed, time);
        var began = time.GetTimestamp();
        await output.WriteLineAsync(
            $"seed {options.Seed}: {options.Duration.TotalMinutes:0.#} minutes, {options.Instances} instances, {options.Wallets} wallets, "
            + $"{options.Nodes} nodes");
        await using var parts = await CampaignParts.StartAsync(options, folder);
        using var blockhashes = new BlockhashReader(parts.Localnet.RpcUrl);
        await using var crew = new CallerCrew(parts.Broker, blockhashes, options, notebook, counts, time);
        await using var events = new EventCollector(parts.Broker);
        await events.StartAsync(cancellationToken);
        var wallets = await crew.PrepareAsync(parts.Localnet.RpcUrl, Shops, cancellationToken);
        using var outsiders = new Outsiders(parts.Localnet, blockhashes, counts, options.Seed);
        var tokens = await outsiders.PrepareAsync(wallets, cancellationToken);
        crew.PayIn(tokens.Mints);
        await output.WriteLineAsync($"ready after {time.GetElapsedTime(began).TotalSeconds:0} s; faults and callers begin");

        using var blocks = new BlockReader(parts.Localnet.RpcUrl);
        var judgedFrom = await blocks.ProcessedSlotAsync();
        await TormentAsync(parts, crew, timeIsUp => outsiders.RunAsync(wallets, tokens.Mints, timeIsUp), folder, cancellationToken);
        var drained = time.GetTimestamp();
        var start = new History
        {
            Wallets = wallets,
            Grants = tokens.Grants,
            Gifts = outsiders.Gifts,
            JudgedFrom = judgedFrom,
            Intents = [],
            Chain = [],
            Events = [],
            Balances = new Dictionary<string, FinalBalance>(StringComparer.Ordinal),
        };
        var history = await DrainAsync(parts, crew, events, blocks, start, cancellationToken);
        counts.Add("service processes that ended by themselves", parts.Services.Sum(service => service.OwnEnds));
        await output.WriteLineAsync($"drained after {time.GetElapsedTime(drained).TotalSeconds:0} s; {history.Chain.Count} transactions on chain");

        var violations = Judgement.Of(history);
        await new CampaignReport(options, counts, output).WriteAsync(history, violations);
        if (violations.Count > 0)
        {
            await new StoryWriter(folder, parts.Services, output).WriteAsync(history, violations);
        }
        else if (!options.KeepsEverything)
        {
            folder.Delete();
        }

        return violations.Count == 0;
    }

    private async Task TormentAsync(
        CampaignParts parts, CallerCrew crew, Func<CancellationToken, Task> payFromOutside, RunFolder folder, CancellationToken cancellationToken)
    {
        using var timeIsUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var plan = FaultPlan.Of(options.Seed, options.Duration, options.Instances, options.Nodes);
        var faults = new FaultConductor(parts, folder, counts, time).RunAsync(plan, timeIsUp.Token);
        var callers = Task.WhenAll(crew.RunAsync(timeIsUp.Token), payFromOutside(timeIsUp.Token));
        timeIsUp.CancelAfter(options.Duration);
        var progress = TellProgressAsync(timeIsUp.Token);
        await faults;
        await callers;
        await progress;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task TellProgressAsync(CancellationToken timeIsUp)
    {
        var began = time.GetTimestamp();
        while (!timeIsUp.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromMinutes(1), timeIsUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var intents = notebook.Entries;
            await output.WriteLineAsync($"  {time.GetElapsedTime(began).TotalMinutes:0.#} min: {intents.Count} intents, {intents.Count(notes => notes.HasEnded)} of them ended");
        }
    }

    /// <summary>Ends every fault, lets everything come to its end, and reads what there is to be judged.</summary>
    private async Task<History> DrainAsync(
        CampaignParts parts,
        CallerCrew crew,
        EventCollector events,
        BlockReader blocks,
        History start,
        CancellationToken cancellationToken)
    {
        await EndFaultsAsync(parts);
        var unready = await parts.FindUnreadyAsync();
        foreach (var service in parts.Services.Where(service => unready.Contains(service.Name)))
        {
            await service.KillAsync();
            await service.UpAgainAsync();
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(DrainDeadline);
        await crew.SettleAsync(deadline.Token);
        await LetEverySignatureDieAsync(blocks, cancellationToken);
        var chain = await blocks.ReadAsync();

        // Events, releases and the scanner may trail the last reply; what is still missing at the deadline is a violation.
        while (true)
        {
            var history = start with
            {
                Unready = unready,
                Intents = notebook.Entries,
                Chain = chain,
                Events = events.Notes,
                Balances = await crew.ReadBalancesAsync(start.Wallets, cancellationToken),
            };
            if (deadline.IsCancellationRequested || Judgement.OfWhatTrails(history).Count == 0)
            {
                return history;
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    private async Task EndFaultsAsync(CampaignParts parts)
    {
        await parts.Localnet.ControlAsync("reset-faults");
        for (var node = 0; node < options.Nodes; node++)
        {
            await parts.Localnet.ControlAsync("release", new { node });
        }

        await parts.Kms.ClearAsync();
        await Task.Delay(LastReplies);
    }

    /// <summary>Waits until whatever was signed before can't reach the chain any more, and the chain has finalized that.</summary>
    private static async Task LetEverySignatureDieAsync(BlockReader blocks, CancellationToken cancellationToken)
    {
        const ulong lifetimeOfBlockhash = 160;
        var last = await blocks.ProcessedSlotAsync() + lifetimeOfBlockhash;
        while (await blocks.FinalizedSlotAsync() <= last)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }
}
