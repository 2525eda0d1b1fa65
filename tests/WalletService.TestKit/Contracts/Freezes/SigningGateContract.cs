using WalletService.Domain.Batches;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Freezes;

/// <summary>What a freeze keeps every store from: permissions to sign, and signatures that come back after it.</summary>
public abstract class SigningGateContract : StorageContract
{
    private const int Payments = 24;

    private static readonly SolanaAddress Mint = SolanaAddress.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

    private static readonly SolanaAddress Program = SolanaAddress.Parse("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

    public static TheoryData<string> Scopes { get; } = ["everything", "user", "wallet"];

    /// <summary>The same store as another instance of the service has it.</summary>
    protected virtual StorageUnderTest OtherInstance => Storage;

    public override async Task DisposeAsync()
    {
        foreach (var freeze in await Storage.Freezes.ListAsync(default))
        {
            await UnfreezeAsync(freeze.Target);
        }

        await base.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task Nothing_that_is_frozen_is_permitted_until_it_is_thawed(string scope)
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        var actions = await AuditActionsAsync(wallet);
        await FreezeAsync(TargetOf(scope, wallet));

        AssertFrozen(await OtherInstance.Transfers.BeginSigningAsync(ready, Intent(), default), scope);
        AssertFrozen(await OtherInstance.Journal.BeginAsync(SigningRequestOf(wallet), default), scope);
        Assert.Equal(actions, await AuditActionsAsync(wallet));

        await UnfreezeAsync(TargetOf(scope, wallet));
        Assert.IsType<SigningVerdict.Granted>(await OtherInstance.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.IsType<SigningVerdict.Granted>(await OtherInstance.Journal.BeginAsync(SigningRequestOf(wallet), default));
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task A_signature_that_comes_back_after_the_freeze_is_not_stored(string scope)
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        await FreezeAsync(TargetOf(scope, wallet));

        var refused = await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });

        Assert.Equal(TransferStatus.Rejected, refused.Status);
        Assert.Equal("WALLET_FROZEN", refused.Error!.Code);
        Assert.Equal(scope, refused.Error.Details["scope"]);
        Assert.Null(refused.Attempt);
        TransferAssert.Same(refused, await FindAsync(ready));
        Assert.Empty(await Storage.Transfers.GetAttemptsAsync(ready.UserId, ready.Id, default));
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
        Assert.Equal(["created", "prepared", "rejected"], await EventTypesAsync(wallet));
        Assert.Equal("transfer.rejected", (await AuditActionsAsync(wallet))[^1]);
    }

    [Fact]
    public async Task The_signature_of_a_caller_s_transaction_that_comes_back_after_the_freeze_is_given_to_nobody()
    {
        var wallet = await CreateWalletAsync();
        var request = SigningRequestOf(wallet);
        await Storage.Journal.BeginAsync(request, default);
        await FreezeAsync(FreezeTarget.Of(wallet.UserId));

        AssertFrozen(await Storage.Journal.CompleteAsync(request, NewAttempt().Signature, default), "user");

        Assert.Equal(["wallet.created", "sign.requested", "sign.withheld"], await AuditActionsAsync(wallet));
        Assert.DoesNotContain("signature", (await Storage.Inspection.ReadAuditAsync(wallet.Id))[^1].Details.Keys);
    }

    [Fact]
    public async Task What_was_signed_before_the_freeze_goes_on_to_its_end()
    {
        var signed = await SignedAsync(await CreateWalletAsync());
        await FreezeAsync(FreezeTarget.Everything);

        var submitted = await MoveAsync(signed, TransferStatus.Submitted);

        Assert.Equal(AttemptOutcome.Live, submitted.Attempt!.Outcome);
        await MoveAsync(submitted, TransferStatus.Finalized, change => change with { Execution = new TransferExecution { Slot = 5 } });
    }

    [Fact]
    public async Task A_frozen_mint_keeps_payments_in_it_from_being_signed_and_no_others()
    {
        var wallet = await CreateWalletAsync();
        var tokens = await ReadyAsync(wallet, InTokens(wallet));
        var sol = await ReadyAsync(wallet);
        await FreezeAsync(FreezeTarget.OfMint(Mint));

        AssertFrozen(await Storage.Transfers.BeginSigningAsync(tokens, Intent(), default), "mint");
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(sol, Intent(), default));
    }

    [Fact]
    public async Task A_frozen_mint_keeps_callers_transactions_that_move_it_from_being_signed()
    {
        var wallet = await CreateWalletAsync();
        await FreezeAsync(FreezeTarget.OfMint(Mint));
        var sol = SigningRequestOf(wallet);
        var tokens = sol with
        {
            Subject = sol.Subject with { Movements = [new AssetMovement(Asset.Token(Mint), 5, Recipient: null)] },
        };

        AssertFrozen(await Storage.Journal.BeginAsync(tokens, default), "mint");
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(sol, default));
    }

    [Fact]
    public async Task A_frozen_caller_gets_nothing_signed_and_others_do()
    {
        var wallet = await CreateWalletAsync();
        var kiosk = CallerId.Parse("kiosk");
        var asked = NewTransfer(wallet, "kiosk-1") with { Caller = kiosk };
        await Storage.Transfers.AddAsync(asked, Owner, Lease, default);
        var ready = Moved(await Storage.Transfers.DecideAsync(asked, _ => Accept(), default));
        var other = await ReadyAsync(wallet);
        await FreezeAsync(FreezeTarget.Of(kiosk));

        AssertFrozen(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default), "caller");
        AssertFrozen(await Storage.Journal.BeginAsync(SigningRequestOf(wallet) with { Caller = kiosk }, default), "caller");
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(other, Intent(), default));
    }

    [Fact]
    public async Task Others_sign_on()
    {
        var frozen = await CreateWalletAsync();
        await FreezeAsync(FreezeTarget.Of(frozen.UserId));
        await FreezeAsync(FreezeTarget.Of(frozen.Id));

        var ready = await ReadyAsync(await CreateWalletAsync());

        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
    }

    [Fact]
    public async Task The_widest_freeze_is_told()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        await FreezeAsync(FreezeTarget.Of(wallet.Id));
        await FreezeAsync(FreezeTarget.Of(wallet.UserId));
        await Storage.Inspection.SetStatusAsync(wallet.Id, WalletStatus.Frozen);

        AssertFrozen(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default), "user");
    }

    [Fact]
    public async Task A_payment_that_concerns_something_frozen_is_not_taken_and_its_key_stays_free()
    {
        var wallet = await CreateWalletAsync();
        await FreezeAsync(FreezeTarget.Of(wallet.UserId));

        var refusal = await Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default);

        Assert.Equal("WALLET_FROZEN", Assert.IsType<TransferAdmission.Refused>(refusal).Error.Code);
        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));
        await UnfreezeAsync(FreezeTarget.Of(wallet.UserId));
        await ReceivedAsync(wallet, lamports: 2_000);
    }

    [Fact]
    public async Task A_repeated_request_finds_its_payment_whatever_is_frozen()
    {
        var wallet = await CreateWalletAsync();
        var transfer = NewTransfer(wallet);
        await Storage.Transfers.AddAsync(transfer, Owner, Lease, default);
        await FreezeAsync(FreezeTarget.Everything);

        var again = await Storage.Transfers.AddAsync(transfer with { Id = TransactionId.New(Time) }, Owner, Lease, default);

        Assert.Equal(transfer.Id, Assert.IsType<TransferAdmission.Existing>(again).Transfer.Id);
    }

    [Fact]
    public async Task A_batch_that_concerns_something_frozen_is_not_taken_and_its_key_stays_free()
    {
        var wallet = await CreateWalletAsync();
        await FreezeAsync(FreezeTarget.Of(wallet.Id));

        var refusal = await Storage.Batches.AddAsync(NewBatch(wallet), [NewRow(1)], default);

        Assert.Equal("WALLET_FROZEN", Assert.IsType<BatchAdmission.Refused>(refusal).Error.Code);
        await UnfreezeAsync(FreezeTarget.Of(wallet.Id));
        Assert.IsType<BatchAdmission.Added>(
            await Storage.Batches.AddAsync(NewBatch(wallet) with { RowCount = 2 }, [NewRow(1), NewRow(2)], default));
    }

    [Fact]
    public async Task A_part_of_a_batch_is_taken_and_refused_when_it_is_decided_on()
    {
        var wallet = await CreateWalletAsync();
        var batch = NewBatch(wallet);
        await Storage.Batches.AddAsync(batch, [NewRow(1)], default);
        await FreezeAsync(FreezeTarget.Of(wallet.UserId));
        var part = NewTransfer(wallet, "batch:1") with
        {
            Content = new TransferContent.SolBatch(new BatchPlace(batch.Id, 1), [new SolPart(Recipient, new Lamports(5))], Memo: null),
        };

        var added = Assert.IsType<TransferAdmission.Added>(await Storage.Transfers.AddAsync(part, Owner, Lease, default));
        var position = await DecidedOnAsync(added.Transfer);

        Assert.Equal("user", position.Refusal!.Details["scope"]);
    }

    [Fact]
    public async Task Whoever_decides_is_told_what_is_frozen()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);
        Assert.Null((await DecidedOnAsync(received)).Refusal);

        await FreezeAsync(FreezeTarget.Everything);
        await FreezeAsync(FreezeTarget.Of(wallet.Id));

        var position = await DecidedOnAsync(received);
        Assert.Equal(FreezeTarget.Everything, position.Frozen);
        Assert.Equal("WALLET_FROZEN", position.Refusal!.Code);
    }

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task No_permission_is_given_once_a_freeze_has_returned(string scope)
    {
        var wallet = await CreateWalletAsync();
        var ready = new Transfer[Payments];
        for (var number = 0; number < Payments; number++)
        {
            ready[number] = await ReadyAsync(wallet, $"pay-{number}");
        }

        var isFrozen = 0;
        var freezing = Task.Run(async () =>
        {
            await FreezeAsync(TargetOf(scope, wallet));
            Volatile.Write(ref isFrozen, 1);
        });
        var outcomes = await InParallelAsync(Payments, async number =>
        {
            var instance = number % 2 == 0 ? Storage : OtherInstance;
            var askedLate = Volatile.Read(ref isFrozen) == 1;
            if (await instance.Transfers.BeginSigningAsync(ready[number], Intent(), default) is not SigningVerdict.Granted)
            {
                return (StoredLate: false, Status: TransferStatus.Rejected);
            }

            Assert.False(askedLate);
            var storedLate = Volatile.Read(ref isFrozen) == 1;
            var moved = await instance.Transfers.ApplyAsync(
                ready[number], Change(TransferStatus.Signed, change => change with { Attempt = NewAttempt() }), default);
            return (StoredLate: storedLate, Moved(moved).Status);
        });
        await freezing;

        Assert.All(outcomes.Where(outcome => outcome.StoredLate), outcome => Assert.Equal(TransferStatus.Rejected, outcome.Status));
        AssertFrozen(await OtherInstance.Journal.BeginAsync(SigningRequestOf(wallet), default), scope);
    }

    private static FreezeTarget TargetOf(string scope, Wallet wallet) => scope switch
    {
        "everything" => FreezeTarget.Everything,
        "user" => FreezeTarget.Of(wallet.UserId),
        "wallet" => FreezeTarget.Of(wallet.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(scope)),
    };

    private static BatchRow NewRow(int number) =>
        new() { Number = number, Recipient = Recipient, Quantity = TokenQuantity.Parse("0.5") };

    private Batch NewBatch(Wallet wallet) => new()
    {
        Id = BatchId.New(Time),
        WalletId = wallet.Id,
        UserId = wallet.UserId,
        Caller = Caller,
        IdempotencyKey = IdempotencyKey.Parse("batch-1"),
        Fingerprint = RequestFingerprint.Of("transferBatch", wallet.Id.ToString()),
        Status = BatchStatus.Received,
        Version = 1,
        Deadline = Time.GetUtcNow() + TimeSpan.FromMinutes(2),
        RowCount = 1,
        Times = new BatchTimes { ReceivedAt = Time.GetUtcNow() },
    };

    private Transfer InTokens(Wallet wallet) => NewTransfer(wallet, "tokens-1") with
    {
        Content = new TransferContent.TokenPayment(Recipient, Mint, TokenQuantity.Parse("1"), TokenAmountMeaning.Sent, Memo: null),
    };

    private async Task<Transfer> ReadyAsync(Wallet wallet, Transfer transfer)
    {
        await Storage.Transfers.AddAsync(transfer, Owner, Lease, default);
        var part = new TokenPart(
            Recipient, Recipient, 1_000_000, TransferFee: null, CreatesAccount: false, RequiresMemo: false, HookAccounts: []);
        var movement = new TokenMovement(Mint, Program, 6, wallet.Address, [part], Memo: null);
        var decision = ((TransferDecision.Accept)Accept()) with { Token = movement };
        return Moved(await Storage.Transfers.DecideAsync(transfer, _ => decision, default));
    }

    /// <summary>What a decision on the transfer would see; nothing is decided.</summary>
    private async Task<WalletPosition> DecidedOnAsync(Transfer transfer)
    {
        WalletPosition? seen = null;
        await Storage.Transfers.DecideAsync(
            transfer,
            position =>
            {
                seen = position;
                return new TransferDecision.ReadAgain(1);
            },
            default);
        return seen!;
    }

    private Task<Freeze> FreezeAsync(FreezeTarget target) =>
        Storage.Freezes.FreezeAsync(new Freeze(target, "Suspected theft", "operations", Time.GetUtcNow()), default);

    private Task<Freeze?> UnfreezeAsync(FreezeTarget target) => Storage.Freezes.UnfreezeAsync(target, "operations", "Cleared.", default);
}
