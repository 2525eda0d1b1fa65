using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Ports;
using WalletService.Simulation.Nodes;
using WalletService.Simulation.Rules;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Instances;

/// <summary>A place where a process of the service runs; when it crashes, a new one starts there later with nothing in its memory.</summary>
internal sealed class ServiceInstance(string name, World world, Randomness randomness)
{
    private InstanceMeters meters = new();
    private UseCases? useCases;
    private int lives;

    public string Name => name;

    /// <summary>The present process, or the last one.</summary>
    public Realm Realm { get; private set; } = new(name, world.Scheduler);

    public bool IsUp => useCases is not null;

    public UseCases UseCases => useCases ?? throw new InvalidOperationException($"{name} is down.");

    public void Start()
    {
        lives++;

        // A restarted container keeps its name; a replaced one has another.
        var owner = randomness.Chance(0.5) ? name : $"{name}-{lives}";
        Realm = new Realm($"{name}.{lives}", world.Scheduler);
        meters = new InstanceMeters();
        var provider = Build(owner);
        useCases = provider.GetRequiredService<UseCases>();
        world.Story.Tell($"{Realm.Name} starts as {owner}");
        Realm.Post(_ => _ = RunAsync(provider), null);
    }

    /// <summary>The process ends between two instructions; what it had asked of others goes on without it.</summary>
    public void Crash()
    {
        world.Story.Tell($"{Realm.Name} crashes");
        Realm.Die();
        useCases = null;
        meters.Dispose();
    }

    private async Task RunAsync(ServiceProvider provider)
    {
        try
        {
            foreach (var service in provider.GetServices<IHostedService>())
            {
                await service.StartAsync(CancellationToken.None);
            }

            await UseCases.Tracker.RunAsync(CancellationToken.None);
            world.Oracle.Violate(null, $"the tracker of {Realm.Name} ended");
        }
        catch (Exception exception)
        {
            world.Oracle.Violate(null, $"{Realm.Name} failed: {exception}");
        }
    }

    private ServiceProvider Build(string owner)
    {
        var realm = Realm;
        var time = new VirtualTime(world.Scheduler, realm);
        var outside = new OutsideCalls(realm, world.Scheduler, world.Troubles, randomness.Fork());
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton<Random>(new SeededRandom(randomness.Fork()));
        services.AddSingleton<IWalletStore>(new SimulatedWalletStore(outside, world.Storage.Wallets));
        services.AddSingleton<ITransferQueue>(new SimulatedTransferQueue(outside, world.Storage.Queue, world.Story, world.Oracle.Coverage));
        services.AddSingleton<ITransferStore>(
            new SimulatedTransferStore(outside, world.Storage.Transfers.Without(world.TakenOut), world.Oracle, time, randomness.Fork()));
        services.AddSingleton<IWalletKeys>(new SimulatedWalletKeys(outside, world.Vault));
        services.AddSingleton(world.Storage.ServiceEvents);
        services.AddSingleton<ITransferTelemetry>(new StoryTelemetry(realm, world.Story, world.Oracle.Coverage));
        services.AddSingleton(world.Storage.PaymentHistory);
        services.AddEmbeddedCache();
        services.AddUseCases(owner);
        services.AddLedger(new SimulatedNodeHandler(realm, world.Scheduler, world.Nodes, randomness.Fork()), world.Nodes, meters);
        services.TakeOut(world.TakenOut);
        return services.BuildServiceProvider();
    }
}
