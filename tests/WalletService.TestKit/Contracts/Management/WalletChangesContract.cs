using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Management;

/// <summary>How every <see cref="IWalletChanges"/> renames, archives and freezes wallets, by the use cases.</summary>
public abstract class WalletChangesContract : StorageContract
{
    private RenameWalletService Renaming => new(Storage.WalletChanges);

    private ArchiveWalletService Archiving => new(Storage.WalletChanges);

    private FreezeWalletService Freezing => new(Storage.WalletChanges);

    [Fact]
    public async Task A_label_is_changed_once()
    {
        var wallet = await CreateWalletAsync();
        var label = WalletLabel.Parse("Holidays");

        var renamed = Value(await Renaming.RenameAsync(Caller, wallet.UserId, wallet.Id, label, default));
        Assert.Equal(renamed, Value(await Renaming.RenameAsync(Caller, wallet.UserId, wallet.Id, label, default)));

        Assert.Equal(wallet with { Label = label }, renamed);
        Assert.Equal(renamed, await Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default));
        Assert.Equal(["created", "renamed"], await EventTypesAsync(wallet));
        Assert.Equal(["wallet.created", "wallet.renamed"], await AuditActionsAsync(wallet));
        Assert.Equal(Caller.Value, (await Storage.Inspection.ReadAuditAsync(wallet.Id))[^1].Details["caller"]);
    }

    [Fact]
    public async Task A_frozen_wallet_is_not_signed_with_until_it_is_thawed()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);

        var frozen = Value(await Freezing.FreezeAsync(Caller, wallet.UserId, wallet.Id, "Device lost", default));
        Assert.Equal(WalletStatus.Frozen, frozen.Status);
        AssertFrozen(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));

        var thawed = Value(await Freezing.UnfreezeAsync(Caller, wallet.UserId, wallet.Id, null, default));
        Assert.Equal(wallet, thawed);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.Equal(["created", "prepared", "frozen", "unfrozen"], await EventTypesAsync(wallet));
        var log = await Storage.Inspection.ReadAuditAsync(wallet.Id);
        Assert.Equal("Device lost", log.Single(entry => entry.Action == "wallet.frozen").Details["reason"]);
    }

    [Fact]
    public async Task A_wallet_is_archived_and_taken_out_again()
    {
        var user = NewUser();
        var active = await CreateWalletAsync(user);
        var wallet = await CreateWalletAsync(user, "create-2");

        var archived = Value(await Archiving.ArchiveAsync(Caller, user, wallet.Id, default));
        Assert.Equal(WalletStatus.Archived, archived.Status);
        Assert.Equal("WALLET_FROZEN", Assert.IsType<TransferAdmission.Refused>(
            await Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default)).Error.Code);
        Assert.False((await Storage.Wallets.ActivateAsync(Caller, user, wallet.Id, default))!.IsActive);
        Assert.True((await Storage.Wallets.FindAsync(user, active.Id, default))!.IsActive);
        await RefusedAsync("archived", () => Freezing.FreezeAsync(Caller, user, wallet.Id, null, default));

        Assert.Equal(wallet, Value(await Archiving.UnarchiveAsync(Caller, user, wallet.Id, default)));
        await ReceivedAsync(wallet);
        Assert.Equal(["created", "archived", "unarchived"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task A_wallet_that_is_in_use_is_not_archived()
    {
        var user = NewUser();
        var active = await CreateWalletAsync(user);
        var wallet = await CreateWalletAsync(user, "create-2");
        await RefusedAsync("active", () => Archiving.ArchiveAsync(Caller, user, active.Id, default));

        var open = await ReceivedAsync(wallet);
        await RefusedAsync("openTransactions", () => Archiving.ArchiveAsync(Caller, user, wallet.Id, default));

        await MoveAsync(open, TransferStatus.Cancelled);
        await Freezing.FreezeAsync(Caller, user, wallet.Id, null, default);
        await RefusedAsync("frozen", () => Archiving.ArchiveAsync(Caller, user, wallet.Id, default));
        Assert.Equal(["wallet.created", "transfer.received", "transfer.cancelled", "wallet.frozen"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Somebody_elses_wallet_is_not_found()
    {
        var wallet = await CreateWalletAsync();

        var result = await Freezing.FreezeAsync(Caller, NewUser(), wallet.Id, null, default);

        Assert.False(result.TryGetValue(out _, out var error));
        Assert.Equal("WALLET_NOT_FOUND", error.Code);
        Assert.Equal(wallet, await Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default));
    }

    private static Wallet Value(Result<Wallet> result)
    {
        Assert.True(result.TryGetValue(out var wallet, out var error), error?.Message);
        return wallet;
    }

    private static async Task RefusedAsync(string reason, Func<Task<Result<Wallet>>> change)
    {
        Assert.False((await change()).TryGetValue(out _, out var error));
        Assert.Equal("WALLET_STATE_CONFLICT", error.Code);
        Assert.Equal(reason, error.Details["reason"]);
    }
}
