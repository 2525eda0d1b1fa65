using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>Where a sweep may go, whatever the records say.</summary>
public sealed class SweepDestinationsTests
{
    [Fact]
    public async Task An_address_that_the_vault_knows_for_the_wallet_is_one()
    {
        await using var scene = await TransferScene.CreateAsync();

        Assert.Null(await FindAsync(scene, scene.Keys, scene.Wallet.Address));
    }

    [Fact]
    public async Task An_address_on_record_is_none_when_the_vault_has_another_for_its_key()
    {
        await using var scene = await TransferScene.CreateAsync();
        var vault = new FakeWalletKeys();
        await vault.CreateAsync(scene.Wallet.Id, default);

        var refusal = await FindAsync(scene, vault, scene.Wallet.Address);

        Assert.Equal("SIGNING_FAILED", refusal!.Code);
    }

    [Fact]
    public async Task A_key_that_cannot_be_used_gets_nothing()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new KeyUnusableException("destroyed", "gone");

        var refusal = await FindAsync(scene, scene.Keys, scene.Wallet.Address);

        Assert.Equal("SIGNING_FAILED", refusal!.Code);
        Assert.Contains("destroyed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inserted_sweep_to_a_strangers_address_ends_unsigned()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.StartInstance("only");

        var end = await scene.EndOfAsync(await InsertAsync(scene, scene.Recipient));

        Assert.Equal((TransferStatus.Rejected, "SIGNING_FAILED"), (end.Status, end.Error!.Code));
        Assert.Equal(0, scene.Keys.SignCalls);
        Assert.Empty(scene.Ledger.Sends);
    }

    [Fact]
    public async Task While_the_vault_is_away_a_sweep_waits()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        scene.Keys.Failure = new PortUnavailableException("vault", "away");
        var inserted = await InsertAsync(scene, scene.Wallet.Address);

        await Eventually.BecomesTrueAsync(() => Task.FromResult(!instance.Telemetry.Delays.IsEmpty));
        Assert.Equal(TransferStatus.Received, (await scene.ReadAsync(inserted)).Status);
        scene.Keys.Failure = null;
        await scene.EndOfAsync(inserted);

        Assert.Equal(1, scene.Keys.SignCalls);
    }

    private static Task<WalletError?> FindAsync(TransferScene scene, FakeWalletKeys vault, SolanaAddress recipient) =>
        new SweepDestinations(scene.Port<IWalletStore>(), vault).FindRefusalAsync(Sweep(scene, recipient), default);

    /// <summary>As somebody does who can write to the database.</summary>
    private static async Task<Transfer> InsertAsync(TransferScene scene, SolanaAddress recipient) =>
        Assert.IsType<TransferAdmission.Added>(
            await scene.Port<ITransferStore>().AddAsync(Sweep(scene, recipient), "nobody", TimeSpan.FromMilliseconds(1), default)).Transfer;

    private static Transfer Sweep(TransferScene scene, SolanaAddress recipient)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Transfer
        {
            Id = TransactionId.New(TimeProvider.System),
            WalletId = scene.Wallet.Id,
            UserId = scene.User,
            Caller = scene.Caller,
            Content = new TransferContent.SolPayment(recipient, new Lamports(1_000_000_000), Memo: null),
            KeyNumber = 1,
            IsSweep = true,
            IdempotencyKey = IdempotencyKey.Parse("sweep-1"),
            Fingerprint = RequestFingerprint.Of("sweep", "1"),
            Status = TransferStatus.Received,
            Version = 1,
            Deadline = now + TimeSpan.FromMinutes(5),
            Times = new TransferTimes { ReceivedAt = now },
        };
    }
}
