using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Management;

/// <summary>What every <see cref="IKeyRotations"/> and <see cref="IRetiredAddresses"/> does, and what a rotation is to transfers.</summary>
public abstract class KeyRotationContract : StorageContract
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_rotation_puts_the_new_key_in_the_place_of_the_old_one_and_keeps_both()
    {
        var wallet = await CreateWalletAsync();
        var key = NewKey();

        var rotated = await RotateAsync(wallet, key);

        Assert.Equal((key, 2), (rotated.Key, rotated.KeyNumber));
        Assert.Equal(rotated, await Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default));
        Assert.Equal(
            [
                new WalletAddress(1, wallet.Key, WalletAddressState.Retired, Time.GetUtcNow()),
                new WalletAddress(2, key, WalletAddressState.Current, Time.GetUtcNow()),
            ],
            await Storage.Rotations.ListAddressesAsync(wallet.Id, default));
        Assert.Equal(wallet, await Storage.Wallets.FindWithKeyAsync(wallet.UserId, wallet.Id, 1, default));
        Assert.Equal(rotated, await Storage.Wallets.FindWithKeyAsync(wallet.UserId, wallet.Id, 2, default));
        Assert.Null(await Storage.Wallets.FindWithKeyAsync(wallet.UserId, wallet.Id, 3, default));
        Assert.Null(await Storage.Wallets.FindWithKeyAsync(NewUser(), wallet.Id, 1, default));
    }

    [Fact]
    public async Task A_rotation_is_told_and_audited()
    {
        var wallet = await CreateWalletAsync();

        var rotated = await RotateAsync(wallet, NewKey());

        var told = (await Storage.Inspection.ReadEventsAsync(wallet.Id))[^1];
        Assert.Equal(("wallet-events", "keyRotated"), (told.Topic, told.Type));
        Assert.Contains(wallet.Address.Value, told.Data, StringComparison.Ordinal);
        Assert.Contains(rotated.Address.Value, told.Data, StringComparison.Ordinal);
        Assert.Equal(
            [AuditActions.KeyRotationBegun, AuditActions.KeyRotated],
            (await Storage.Inspection.ReadAuditAsync(wallet.Id)).TakeLast(2).Select(entry => entry.Action));
    }

    [Fact]
    public async Task The_same_request_goes_on_with_the_same_key_number_and_rotates_once()
    {
        var wallet = await CreateWalletAsync();
        var first = await BeginAsync(wallet);

        var again = Assert.IsType<RotationBeginning.Begun>(await Storage.Rotations.BeginAsync(Request(wallet), _ => null, default));
        Assert.Equal(first, again.Rotation);
        var key = NewKey();
        var rotated = await Storage.Rotations.CompleteAsync(first, key, default);
        Assert.Equal(rotated, await Storage.Rotations.CompleteAsync(first, key, default));

        Assert.Equal(2, (await Storage.Rotations.ListAddressesAsync(wallet.Id, default)).Count);
        var completed = Assert.IsType<RotationBeginning.Completed>(await Storage.Rotations.BeginAsync(Request(wallet), _ => null, default));
        Assert.Equal(rotated, completed.Wallet);
    }

    [Fact]
    public async Task A_key_that_was_used_for_something_else_is_refused()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet, "shared-key");

        Refused(await Storage.Rotations.BeginAsync(Request(wallet, "shared-key"), _ => null, default), "IDEMPOTENCY_CONFLICT");
        await BeginAsync(wallet, "mine");
        var other = Request(wallet, "mine") with { Fingerprint = RequestFingerprint.Of("another") };
        Refused(await Storage.Rotations.BeginAsync(other, _ => null, default), "IDEMPOTENCY_CONFLICT");
    }

    [Fact]
    public async Task Nobody_rotates_the_key_of_anothers_wallet()
    {
        var wallet = await CreateWalletAsync();

        var stranger = Request(wallet) with { UserId = NewUser() };
        Refused(await Storage.Rotations.BeginAsync(stranger, _ => null, default), "WALLET_NOT_FOUND");
    }

    [Fact]
    public async Task The_obstacles_are_seen_and_nothing_is_kept_when_one_counts()
    {
        var wallet = await CreateWalletAsync();
        RotationState? seen = null;

        var refused = await Storage.Rotations.BeginAsync(
            Request(wallet), state => { seen = state; return WalletErrors.WalletFrozen(); }, default);

        Refused(refused, "WALLET_FROZEN");
        Assert.Equal(new RotationState(wallet, Frozen: null, IsRotating: false, HasOpenBatch: false), seen);
        await BeginAsync(wallet);
        await Storage.Freezes.FreezeAsync(new Freeze(FreezeTarget.Of(wallet.UserId), "test", "tester", Time.GetUtcNow()), default);
        await Storage.Rotations.BeginAsync(Request(wallet, "rotate-2"), state => { seen = state; return WalletErrors.WalletFrozen(); }, default);
        Assert.Equal(new RotationState(wallet, FreezeTarget.Of(wallet.UserId), IsRotating: true, HasOpenBatch: false), seen);
    }

    [Fact]
    public async Task A_rotation_that_nobody_goes_on_with_is_found()
    {
        var wallet = await CreateWalletAsync();
        var begun = await BeginAsync(wallet);

        Assert.DoesNotContain(begun, await Storage.Rotations.FindOpenAsync(Time.GetUtcNow(), 100, default));
        Time.Advance(Pause);
        Assert.Contains(begun, await Storage.Rotations.FindOpenAsync(Time.GetUtcNow(), 100, default));
        await Storage.Rotations.CompleteAsync(begun, NewKey(), default);
        Assert.DoesNotContain(begun, await Storage.Rotations.FindOpenAsync(Time.GetUtcNow(), 100, default));
    }

    [Fact]
    public async Task A_transfer_keeps_the_key_of_its_time_and_holds_funds_of_its_address_only()
    {
        var wallet = await CreateWalletAsync();
        var before = await ReadyAsync(wallet, "before", lamports: 40, fee: 2);
        var rotated = await RotateAsync(wallet, NewKey());

        var after = await ReceivedAsync(rotated, "after");

        Assert.Equal((1, 2), (before.KeyNumber, after.KeyNumber));
        Assert.Equal(1, (await Storage.Transfers.FindAsync(wallet.UserId, before.Id, default))!.KeyNumber);
        Assert.Equal(Lamports.Zero, await Storage.Reservations.GetReservedAsync(wallet.Id, default));
        WalletPosition? seen = null;
        await Storage.Transfers.DecideAsync(after, position => { seen = position; return Accept(7, 1); }, default);
        Assert.Equal(Lamports.Zero, seen!.Reserved);
        Assert.Equal(new Lamports(8), await Storage.Reservations.GetReservedAsync(wallet.Id, default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(before, Intent(), default));
    }

    [Fact]
    public async Task A_sweep_is_signed_by_the_key_that_it_says()
    {
        var wallet = await CreateWalletAsync();
        var rotated = await RotateAsync(wallet, NewKey());

        var added = Assert.IsType<TransferAdmission.Added>(await Storage.Transfers.AddAsync(Sweep(rotated), Owner, Lease, default));

        Assert.Equal((1, true), (added.Transfer.KeyNumber, added.Transfer.IsSweep));
        var stored = await Storage.Transfers.FindAsync(wallet.UserId, added.Transfer.Id, default);
        Assert.Equal((1, true), (stored!.KeyNumber, stored.IsSweep));
    }

    [Fact]
    public async Task What_a_sweep_empties_and_closes_is_kept_and_what_was_decided_of_it()
    {
        var wallet = await CreateWalletAsync();
        var rotated = await RotateAsync(wallet, NewKey());
        var (mint, program, account) = (NewKey().Address, NewKey().Address, NewKey().Address);
        TransferContent[] contents =
        [
            new TransferContent.AccountClosing(rotated.Address, mint, account),
            new TransferContent.TokenPayment(rotated.Address, mint, Requested: null, TokenAmountMeaning.Sent, Memo: null) { SourceAccount = account },
        ];
        var closing = new TokenMovement(mint, program, 6, account, Parts: [], Memo: null) { HarvestsFees = true };
        foreach (var (index, content) in contents.Index())
        {
            var sweep = Sweep(rotated) with { Content = content, IdempotencyKey = IdempotencyKey.Parse($"sweep:{wallet.Id}:{index}") };
            var added = Assert.IsType<TransferAdmission.Added>(await Storage.Transfers.AddAsync(sweep, Owner, Lease, default)).Transfer;
            await Storage.Transfers.DecideAsync(
                added, _ => new TransferDecision.Accept(Lamports.Zero, new FeeQuote(new Lamports(5), 1, 1), closing), default);

            var stored = await Storage.Transfers.FindAsync(wallet.UserId, added.Id, default);
            Assert.Equal(content, stored!.Content);
            Assert.Equal(closing, stored.Token);
        }
    }

    [Fact]
    public async Task A_retired_address_is_taken_once_and_again_after_the_pause()
    {
        var wallet = await CreateWalletAsync();
        var rotated = await RotateAsync(wallet, NewKey());

        var taken = Assert.Single(await ClaimAsync(wallet));
        Assert.Equal((rotated, wallet.Key, 1), (taken.Wallet, taken.Address.Key, taken.Round));
        Assert.Empty(await ClaimAsync(wallet));

        Time.Advance(Pause);
        Assert.Equal(2, Assert.Single(await ClaimAsync(wallet)).Round);
        await Storage.Retired.ScheduleAsync(taken, TimeSpan.Zero, default);
        Assert.Equal(3, Assert.Single(await ClaimAsync(wallet)).Round);
    }

    [Fact]
    public async Task A_retired_address_waits_for_the_transfers_that_pay_from_it_or_lend_to_it()
    {
        var wallet = await CreateWalletAsync();
        var open = await ReceivedAsync(wallet, "before");
        var rotated = await RotateAsync(wallet, NewKey());

        Assert.Empty(await ClaimAsync(wallet));
        await Storage.Transfers.DecideAsync(open, _ => new TransferDecision.Refuse(WalletErrors.WalletFrozen()), default);
        await Storage.Retired.ScheduleAsync(Assert.Single(await ClaimAsync(wallet)), TimeSpan.Zero, default);

        var loan = Sweep(rotated) with { KeyNumber = 2, Content = new TransferContent.SolPayment(wallet.Address, new Lamports(1), Memo: null) };
        await Storage.Transfers.AddAsync(loan, Owner, Lease, default);
        Assert.Empty(await ClaimAsync(wallet));
    }

    [Fact]
    public async Task Both_addresses_are_watched_and_compared()
    {
        var all = await Storage.WatchedAddresses.LoadAsync(null, default);
        var wallet = await CreateWalletAsync();
        var rotated = await RotateAsync(wallet, NewKey());

        var added = await Storage.WatchedAddresses.LoadAsync(all.Mark, default);
        Assert.Contains(rotated.Address.Value, added.Addresses);
        var everything = (await Storage.WatchedAddresses.LoadAsync(null, default)).Addresses;
        Assert.Contains(wallet.Address.Value, everything);
        Assert.Contains(rotated.Address.Value, everything);
        var compared = await Storage.Reconciliation.NextWalletsAsync(null, int.MaxValue, default);
        Assert.Equal(
            [wallet.Address, rotated.Address], compared.Where(watched => watched.Id == wallet.Id).Select(watched => watched.Address));
    }

    [Fact]
    public async Task Keys_of_before_a_loss_are_retired_ones_and_the_next_rotation_counts_on()
    {
        var wallet = await CreateWalletAsync();
        var first = NewKey();
        var keys = new Dictionary<int, WalletKey> { [1] = first, [3] = wallet.Key };

        await Storage.Rotations.RestoreAsync(wallet.Id, keys, default);
        await Storage.Rotations.RestoreAsync(wallet.Id, keys, default);

        Assert.Equal(
            [(1, first, WalletAddressState.Retired), (3, wallet.Key, WalletAddressState.Current)],
            (await Storage.Rotations.ListAddressesAsync(wallet.Id, default)).Select(known => (known.KeyNumber, known.Key, known.State)));
        Assert.Equal(3, (await Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default))!.KeyNumber);
        Assert.Single(await ClaimAsync(wallet));
        Assert.Equal(4, (await RotateAsync(wallet, NewKey())).KeyNumber);
    }

    [Fact]
    public async Task A_retired_address_is_given_up_when_nothing_pays_from_it_and_may_be_kept_again()
    {
        var wallet = await CreateWalletAsync();
        var open = await ReceivedAsync(wallet, "before");
        Assert.NotNull(await Storage.Rotations.GiveUpAsync(wallet.Id, 1, Caller, default));
        await RotateAsync(wallet, NewKey());
        Assert.NotNull(await Storage.Rotations.GiveUpAsync(wallet.Id, 1, Caller, default));
        Assert.NotNull(await Storage.Rotations.GiveUpAsync(wallet.Id, 2, Caller, default));
        Assert.NotNull(await Storage.Rotations.GiveUpAsync(wallet.Id, 3, Caller, default));
        await Storage.Transfers.DecideAsync(open, _ => new TransferDecision.Refuse(WalletErrors.WalletFrozen()), default);

        Assert.Null(await Storage.Rotations.GiveUpAsync(wallet.Id, 1, Caller, default));
        Assert.Null(await Storage.Rotations.GiveUpAsync(wallet.Id, 1, Caller, default));
        Assert.Equal(WalletAddressState.Destroying, (await Storage.Rotations.ListAddressesAsync(wallet.Id, default))[0].State);
        Assert.Empty(await ClaimAsync(wallet));

        await Storage.Rotations.KeepAsync(wallet.Id, 1, Caller, default);
        Assert.Equal(WalletAddressState.Retired, (await Storage.Rotations.ListAddressesAsync(wallet.Id, default))[0].State);
        Assert.Single(await ClaimAsync(wallet));
        Assert.Equal(
            [AuditActions.KeyGivenUp, AuditActions.KeyKept],
            (await Storage.Inspection.ReadAuditAsync(wallet.Id)).TakeLast(2).Select(entry => entry.Action));
    }

    private Transfer Sweep(Wallet wallet) => NewTransfer(wallet, "sweep:1") with
    {
        KeyNumber = 1,
        IsSweep = true,
        Content = new TransferContent.SolPayment(wallet.Address, Requested: null, Memo: null),
    };

    /// <summary>Other tests of the store have retired addresses, too.</summary>
    private async Task<IReadOnlyList<RetiredAddress>> ClaimAsync(Wallet wallet) =>
        [.. (await Storage.Retired.ClaimAsync(1_000, Pause, default)).Where(taken => taken.Wallet.Id == wallet.Id)];

    private async Task<Wallet> RotateAsync(Wallet wallet, WalletKey key) =>
        await Storage.Rotations.CompleteAsync(await BeginAsync(wallet), key, default);

    private async Task<KeyRotation> BeginAsync(Wallet wallet, string key = "rotate-1") => Assert.IsType<RotationBeginning.Begun>(
        await Storage.Rotations.BeginAsync(Request(wallet, key), _ => null, default)).Rotation;

    private RotationRequest Request(Wallet wallet, string key = "rotate-1") => new(
        Guid.CreateVersion7(Time.GetUtcNow()),
        wallet.UserId,
        wallet.Id,
        Caller,
        IsAdministrator: false,
        Reason: null,
        IdempotencyKey.Parse(key),
        RequestFingerprint.Of("rotateKey", wallet.Id.ToString()),
        Time.GetUtcNow());

    private static void Refused(RotationBeginning beginning, string code) =>
        Assert.Equal(code, Assert.IsType<RotationBeginning.Refused>(beginning).Error.Code);
}
