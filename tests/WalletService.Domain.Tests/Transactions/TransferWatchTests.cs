using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TransferWatchTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_hint_ends_the_wait_also_after_waits_that_no_hint_ended()
    {
        await using var scene = await TransferScene.CreateAsync();
        var network = new AlteredNetwork(scene.Ledger);
        var watch = WatchOf(scene, network);
        for (var poll = 0; poll < 3; poll++)
        {
            await watch.WaitAsync("watch", TimeSpan.FromMilliseconds(1), CancellationToken.None);
        }

        var waiting = watch.WaitAsync("watch", TimeSpan.FromHours(1), CancellationToken.None);
        watch.Hint(await SubmittedAsync(scene), CancellationToken.None);
        network.Announced.SetResult();

        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task The_network_is_asked_for_one_hint_for_each_attempt()
    {
        await using var scene = await TransferScene.CreateAsync();
        var network = new AlteredNetwork(scene.Ledger);
        var watch = WatchOf(scene, network);
        var held = await SubmittedAsync(scene);
        watch.Hint(held, CancellationToken.None);
        watch.Hint(held, CancellationToken.None);
        Assert.Equal(1, network.HintsAsked);

        held.Transfer = held.Transfer with { Attempt = held.Transfer.Attempt! with { Number = 2 } };
        watch.Hint(held, CancellationToken.None);
        Assert.Equal(2, network.HintsAsked);
    }

    [Fact]
    public async Task A_round_that_a_hint_brings_forward_leaves_out_what_is_confirmed_and_was_just_looked_at()
    {
        await using var scene = await TransferScene.CreateAsync();
        var held = await SubmittedAsync(scene);
        var interval = TimeSpan.FromMilliseconds(400);
        var looked = DateTimeOffset.UnixEpoch;
        held.LastLooked = looked;
        Assert.True(held.IsDueForLook(looked, interval));

        held.Transfer = held.Transfer with { Status = TransferStatus.Confirmed };
        Assert.False(held.IsDueForLook(looked + TimeSpan.FromMilliseconds(399), interval));
        Assert.True(held.IsDueForLook(looked + interval, interval));
    }

    [Fact]
    public async Task A_transfer_stands_in_the_queue_once_however_often_it_is_due()
    {
        await using var scene = await TransferScene.CreateAsync();
        var held = await SubmittedAsync(scene);

        Assert.True(held.TryQueue());
        Assert.False(held.TryQueue());
        held.Dequeue();
        Assert.True(held.TryQueue());
    }

    [Fact]
    public async Task A_finalized_error_is_a_failure_also_when_the_details_do_not_have_it()
    {
        await using var scene = await TransferScene.CreateAsync();
        var held = await SubmittedAsync(scene);
        var observer = new TransferObserver(
            scene.Port<ITransferStore>(), new AlteredNetwork(scene.Ledger), scene.DeciderOn(scene.Port<ITransferStore>()), scene.Options, TimeProvider.System);

        var status = new ObservedStatus(7, Commitment.Finalized, """{"InstructionError":[3,{"Custom":1}]}""");
        var end = await observer.ObserveAsync(held, status, CancellationToken.None);

        Assert.Equal(TransferStatus.Failed, end!.Status);
        Assert.Equal(status.ChainError, end.Execution!.ChainError);
    }

    private static TransferWatch WatchOf(TransferScene scene, ITransactionNetwork network)
    {
        var store = scene.Port<ITransferStore>();
        var telemetry = new RecordedTelemetry();
        return new TransferWatch(
            scene.Port<IWalletStore>(),
            network,
            new TransferSender(store, network, telemetry, TimeProvider.System),
            new TransferObserver(store, network, scene.DeciderOn(store), scene.Options, TimeProvider.System),
            new TransferMoves(new TransferSignals(), scene.Port<IBalanceCache>(), telemetry),
            telemetry,
            scene.Options,
            TimeProvider.System);
    }

    /// <summary>A transfer that a node has taken, left by the instance that sent it.</summary>
    private static async Task<HeldTransfer> SubmittedAsync(TransferScene scene)
    {
        scene.Ledger.FinalizesAtOnce = false;
        var instance = scene.StartInstance("gone");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);
        await instance.StopAsync();
        return new HeldTransfer(await scene.ReadAsync(transfer)) { Wallet = scene.Wallet };
    }

    /// <summary>Announces when the test says so, and has details without the outcome.</summary>
    private sealed class AlteredNetwork(FakeLedger inner) : ITransactionNetwork
    {
        public TaskCompletionSource Announced { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int HintsAsked { get; private set; }

        public Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken) =>
            inner.SendAsync(attempt, preflight, cancellationToken);

        public Task<IReadOnlyList<ObservedStatus?>> GetStatusesAsync(
            IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken) =>
            inner.GetStatusesAsync(signatures, cancellationToken);

        public Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken) =>
            inner.JudgeAsync(attempt, cancellationToken);

        public Task<TransferExecution?> GetExecutionAsync(
            TransactionSignature signature, ExecutionParties parties, Commitment commitment, CancellationToken cancellationToken) => Task.FromResult<TransferExecution?>(new TransferExecution { Slot = 7 });

        public Task WaitForHintAsync(TransactionSignature signature, CancellationToken cancellationToken)
        {
            HintsAsked++;
            return Announced.Task;
        }
    }
}
