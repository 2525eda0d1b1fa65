using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Batches;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>One instance of the service, as far as transfers go.</summary>
public sealed class TransferInstance : IAsyncDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    public TransferInstance(TransferScene scene, string name, CrashPoint crash)
    {
        var store = new CrashingTransferStore(scene.Port<ITransferStore>(), crash);
        var queue = new CrashingTransferQueue(scene.Port<ITransferQueue>(), crash);
        var keys = new CrashingWalletKeys(scene.Keys, crash);
        var network = new CrashingNetwork(scene.Ledger, crash);
        var wallets = scene.Port<IWalletStore>();
        var moves = new TransferMoves(Signals, scene.Port<IBalanceCache>(), Telemetry);
        var decider = scene.DeciderOn(store);
        var messages = new TransferMessages(scene.Ledger, scene.Ledger, scene.Ledger);
        var signer = new TransferSigner(store, messages, keys, Telemetry, TimeProvider.System);
        var sender = new TransferSender(store, network, Telemetry, TimeProvider.System);
        var observer = new TransferObserver(store, network, decider, scene.Options, TimeProvider.System);
        var stepper = new TransferStepper(wallets, store, decider, signer, sender, moves, new SweepDestinations(wallets, keys), TimeProvider.System);
        var watch = new TransferWatch(wallets, network, sender, observer, moves, Telemetry, scene.Options, TimeProvider.System);
        Tracker = new TransferTracker(queue, stepper, watch, Telemetry, scene.Options, TimeProvider.System, name);
        Intake = new TransferIntake(store, Tracker, scene.Options);
        Batches = new BatchRunner(
            new CrashingBatchQueue(scene.Port<IBatchQueue>(), crash),
            new CrashingBatchStore(scene.Port<IBatchStore>(), crash),
            scene.Port<IBatchRows>(),
            wallets,
            store,
            Intake,
            new BatchPlanner(scene.Ledger, scene.Ledger, scene.Ledger, scene.Options, scene.Tokens, scene.Flags, TimeProvider.System),
            Telemetry,
            scene.Options,
            TimeProvider.System,
            name);
        Batching = new TransferBatchService(wallets, scene.Port<IBatchStore>(), Batches, scene.Options, TimeProvider.System);
        Service = new TransferSolService(wallets, Intake, scene.Options, TimeProvider.System);
        Tokens = new TransferTokenService(wallets, Intake, scene.Options, TimeProvider.System);
        Sending = new SendTransactionService(wallets, Intake, scene.Ledger, scene.Options, TimeProvider.System);
        Cancelling = new CancelTransferService(store, moves, TimeProvider.System);
        Approving = new ApproveTransferService(store, moves, TimeProvider.System);
        Lookup = new TransferLookup(store);
        Waiter = new TransferWaiter(store, Signals, TimeProvider.System);
        running = Task.WhenAll(Tracker.RunAsync(stopping.Token), Batches.RunAsync(stopping.Token));
    }

    public TransferSignals Signals { get; } = new();

    public RecordedTelemetry Telemetry { get; } = new();

    public TransferTracker Tracker { get; }

    public TransferIntake Intake { get; }

    public BatchRunner Batches { get; }

    public TransferBatchService Batching { get; }

    public TransferSolService Service { get; }

    public TransferTokenService Tokens { get; }

    public SendTransactionService Sending { get; }

    public CancelTransferService Cancelling { get; }

    public ApproveTransferService Approving { get; }

    public TransferLookup Lookup { get; }

    public TransferWaiter Waiter { get; }

    public async Task<Transfer> SubmitAsync(TransferSolCommand command)
    {
        var result = await Service.SubmitAsync(command, CancellationToken.None);
        Assert.True(result.TryGetValue(out var transfer, out var error), error?.Message);
        return transfer;
    }

    public async Task<Transfer> SubmitAsync(TransferTokenCommand command)
    {
        var result = await Tokens.SubmitAsync(command, CancellationToken.None);
        Assert.True(result.TryGetValue(out var transfer, out var error), error?.Message);
        return transfer;
    }

    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        stopping.Dispose();
        Batches.Dispose();
    }
}
