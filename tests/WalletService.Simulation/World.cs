using System.Collections.Immutable;
using WalletService.Domain.Management;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Simulation.Callers;
using WalletService.Simulation.Chain;
using WalletService.Simulation.Checks;
using WalletService.Simulation.Instances;
using WalletService.Simulation.Nodes;
using WalletService.Simulation.Rules;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation;

/// <summary>One run: processes of the service, a store, a vault, nodes, a chain and callers, all made from a seed.</summary>
internal sealed class World
{
    private static readonly TimeSpan SlotTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Once nothing breaks any more, every transfer ends within this time of virtual clock.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly FaultPlan faults;
    private readonly CallerDesk desk;
    private bool isAtRest;

    public World(ulong seed, TakenOutRule takenOut, Story story)
    {
        var randomness = new Randomness(seed);
        TakenOut = takenOut;
        Story = story;
        Scheduler = new Scheduler(randomness.Fork());
        story.Clock = () => Scheduler.Elapsed;
        Oracle = new Oracle(story);
        Vault = new SimulatedVault(seed);
        Storage = new Storage(Scheduler);
        Wallets = MakeWallets(randomness.Between(1, 3));

        var balances = Wallets.ToImmutableDictionary(wallet => wallet.Address.Value, _ => (ulong)randomness.Between(1_000_000, 400_000_000));
        InitialLamports = balances.Values.Aggregate(0UL, (sum, lamports) => sum + lamports);
        Chain = new SimulatedChain(randomness.Fork(), balances);
        Oracle.Watch(Chain);

        var intake = new NodeIntake(Chain, Scheduler, Oracle, randomness.Fork());
        var hasBackup = randomness.Chance(0.3);
        Nodes =
        [
            .. Enumerable.Range(1, randomness.Pick([1, 2, 2, 3, 3])).Select(number =>
                new SimulatedNode($"node{number}", isBackup: hasBackup && number > 1, Chain, intake, randomness.Fork())),
        ];
        Instances = [.. Enumerable.Range(1, randomness.Between(2, 3)).Select(number => new ServiceInstance($"service{number}", this, randomness.Fork()))];

        var strangers = Enumerable.Range(1, 3).Select(number => Vault.Create($"stranger{number}").Address).ToList();
        Payments = new PaymentPlan(Wallets, strangers, randomness.Fork()).Make(randomness.Between(2, 8));
        desk = new CallerDesk(this, randomness.Fork());
        faults = new FaultPlan(this, randomness.Fork());
        Begin(randomness);
    }

    public TakenOutRule TakenOut { get; }

    public Story Story { get; }

    public Scheduler Scheduler { get; }

    public Oracle Oracle { get; }

    public SimulatedVault Vault { get; }

    public Storage Storage { get; }

    public Troubles Troubles { get; } = new();

    public SimulatedChain Chain { get; }

    public IReadOnlyList<Wallet> Wallets { get; }

    public IReadOnlyList<SimulatedNode> Nodes { get; }

    public IReadOnlyList<ServiceInstance> Instances { get; }

    public IReadOnlyList<Payment> Payments { get; }

    public ulong InitialLamports { get; }

    public bool MayOverdraw => faults.MayOverdraw;

    /// <summary>What the embedded adapters answer is there at once.</summary>
    public static T Now<T>(Task<T> done)
    {
        var answers = new List<T>();
        _ = ReadAsync();
        return answers is [var answer] ? answer : throw new InvalidOperationException("What survives a crash does its work at once.");

        async Task ReadAsync() => answers.Add(await done);
    }

    /// <summary>Takes one step. False at the end, when everything has come to rest and was checked.</summary>
    public bool Step()
    {
        if (Scheduler.Step() && Scheduler.Escaped is null && Oracle.Violations.Count == 0 && !isAtRest)
        {
            return true;
        }

        if (Scheduler.Escaped is { } escaped)
        {
            Oracle.Violate(null, $"an exception escaped: {escaped}");
        }

        if (Oracle.Violations.Count == 0)
        {
            new FinalCheck(this).Run();
        }

        StopInstances();
        return false;
    }

    public void Crash(ServiceInstance instance)
    {
        instance.Crash();
        desk.Redeliver(instance.Realm);
    }

    private void Begin(Randomness randomness)
    {
        foreach (var instance in Instances)
        {
            Scheduler.After(randomness.Milliseconds(0, 500), instance.Start);
        }

        foreach (var payment in Payments)
        {
            desk.Send(payment, randomness.Milliseconds(500, 15_000));
        }

        faults.Begin();
        Scheduler.After(SlotTime, PassSlot);
    }

    private void PassSlot()
    {
        Chain.MakeSlot();
        if (HasEnded())
        {
            // The processes are gone, the chain goes on: whatever was signed gets its last chance to land.
            faults.End();
            StopInstances();
            isAtRest = Chain.FinalizedHeight > Oracle.LastValidBlockHeight + 1;
        }
        else if (faults.IsOver && Scheduler.Elapsed - faults.OverAt > Patience)
        {
            ReportUnended();
            isAtRest = true;
        }

        Scheduler.After(SlotTime, PassSlot);
    }

    private bool HasEnded() => Payments.All(payment => payment.IsAnswered)
        && Oracle.Transfers.All(transfer => transfer.Status.IsEnd());

    private void ReportUnended()
    {
        foreach (var transfer in Oracle.Transfers.Where(transfer => !transfer.Status.IsEnd()))
        {
            Oracle.Violate(transfer.Id, $"is still {transfer.Status} {Patience.TotalSeconds} s after the last fault");
        }

        foreach (var payment in Payments.Where(payment => !payment.IsAnswered))
        {
            Oracle.Violate(null, $"{payment.Command.IdempotencyKey} was never answered");
        }
    }

    private void StopInstances()
    {
        foreach (var instance in Instances.Where(instance => instance.IsUp))
        {
            instance.Crash();
        }
    }

    private IReadOnlyList<Wallet> MakeWallets(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => Now(Storage.AddWalletAsync(
            UserId.Parse(number == 3 ? "user2" : "user1"),
            WalletId.From(new Guid(number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0)),
            Vault.Create($"wallet{number}")))),
    ];
}
