using WalletService.Domain.Deposits;
using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Keys;

/// <summary>A wallet whose key was rotated, on a chain in memory, with one token of which its old address may hold some.</summary>
internal sealed class SweepScene : IHoldingsReader, IAsyncDisposable
{
    private readonly KeyRotationOptions options = new();

    private SweepScene(TransferScene transfers, Wallet rotated) => (Transfers, Rotated) = (transfers, rotated);

    public TransferScene Transfers { get; }

    public FakeLedger Ledger => Transfers.Ledger;

    /// <summary>The wallet with its new key.</summary>
    public Wallet Rotated { get; }

    public SolanaAddress Old => Transfers.Wallet.Address;

    public SolanaAddress New => Rotated.Address;

    public SolanaAddress Mint => Transfers.Mint;

    /// <summary>The old address's account of the token.</summary>
    public SolanaAddress OldAccount => SolanaAddress.Parse(
        AssociatedTokenProgram.FindAddress(Address.Parse(Old.Value), TokenProgram.Id, Address.Parse(Mint.Value)).ToString());

    public static async Task<SweepScene> CreateAsync()
    {
        var transfers = await TransferScene.CreateAsync();
        transfers.Ledger.Mints[transfers.Mint.Value] = FakeLedger.PlainMint();
        var (wallet, now) = (transfers.Wallet, TimeProvider.System.GetUtcNow());
        var rotations = transfers.Port<IKeyRotations>();
        var request = new RotationRequest(
            Guid.CreateVersion7(now),
            wallet.UserId,
            wallet.Id,
            transfers.Caller,
            IsAdministrator: false,
            Reason: null,
            IdempotencyKey.Parse("rotate-1"),
            RequestFingerprint.Of("rotateKey", wallet.Id.ToString()),
            now);
        var begun = Assert.IsType<RotationBeginning.Begun>(await rotations.BeginAsync(request, _ => null, CancellationToken.None)).Rotation;
        var key = await transfers.Keys.RenewAsync(wallet.Id, begun.KeyNumber, CancellationToken.None);
        return new SweepScene(transfers, await rotations.CompleteAsync(begun, key, CancellationToken.None));
    }

    /// <summary>Sweeps with this instance until the condition holds.</summary>
    public async Task SweepUntilAsync(TransferInstance instance, Func<bool> condition)
    {
        var sweeper = SweeperOf(instance);
        await Eventually.BecomesTrueAsync(async () =>
        {
            Ledger.Advance(1);
            await sweeper.StepAsync(CancellationToken.None);
            return condition();
        });
    }

    public AddressSweeper SweeperOf(TransferInstance instance) => new(
        Transfers.Port<IRetiredAddresses>(),
        this,
        Ledger,
        Transfers.Port<ITransferStore>(),
        instance.Intake,
        new SilentSweepTelemetry(),
        Transfers.Tokens,
        Transfers.Options,
        options,
        TimeProvider.System);

    /// <summary>The sweep of the old address in its first round.</summary>
    public async Task<Transfer> FirstSweepAsync() => await Transfers.Port<ITransferStore>().FindByKeyAsync(
        Rotated.UserId,
        IdempotencyKey.Parse($"{IdempotencyKey.SweepPrefix}{new WalletKeyId(Rotated.Id, 1)}:1:{OldAccount}"),
        CancellationToken.None) ?? throw new InvalidOperationException("There is none.");

    public async Task<IReadOnlyList<Transfer>> TransfersAsync() => (await Transfers.Port<ITransferStore>().ListAsync(
        Rotated.UserId, new TransferFilter(), limit: 100, before: null, CancellationToken.None)).Transfers;

    /// <summary>A sweep of the old address that nothing has judged yet.</summary>
    public Transfer Sweep(TransferContent content, bool isSweep = true)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Transfer
        {
            Id = TransactionId.New(TimeProvider.System),
            WalletId = Rotated.Id,
            UserId = Rotated.UserId,
            Caller = CallerId.Unidentified,
            Content = content,
            KeyNumber = 1,
            IsSweep = isSweep,
            IdempotencyKey = IdempotencyKey.Parse("sweep:by-hand"),
            Fingerprint = RequestFingerprint.Of("sweep", "by-hand"),
            Status = TransferStatus.Received,
            Version = 1,
            Deadline = now + Transfers.Options.SigningDeadline,
            Times = new TransferTimes { ReceivedAt = now },
        };
    }

    public async Task<Transfer> AdmitAsync(TransferInstance instance, Transfer transfer)
    {
        var signer = transfer.KeyNumber == Rotated.KeyNumber ? Rotated : Transfers.Wallet;
        var result = await instance.Intake.AdmitAsync(transfer, signer, CancellationToken.None);
        Assert.True(result.TryGetValue(out var admitted, out var error), error?.Message);
        return admitted;
    }

    public Task<IReadOnlyList<WalletHoldings>> ReadAsync(IReadOnlyList<WatchedWallet> wallets, CancellationToken cancellationToken)
    {
        HeldToken[] held = Ledger.TokensOf(Old, Mint) is { } amount ? [new HeldToken(OldAccount, Mint, amount, Ledger.Height)] : [];
        return Task.FromResult<IReadOnlyList<WalletHoldings>>(
            [new WalletHoldings(Assert.Single(wallets), Ledger.BalanceOf(Old), Ledger.Height, held, Ledger.Height, Ledger.Height)]);
    }

    public ValueTask DisposeAsync() => Transfers.DisposeAsync();
}
