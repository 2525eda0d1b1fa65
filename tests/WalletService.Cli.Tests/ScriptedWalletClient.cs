using WalletService.Client;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Features;
using WalletService.Contracts.Management;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Tests;

/// <summary>A client that remembers what it was asked and answers from fixed wallets, or throws.</summary>
internal sealed class ScriptedWalletClient : IWalletClient
{
    public const string WalletId = "01890a5d-ac96-774b-bcce-b302099a8057";
    public const string Address = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";
    public const string TransactionId = "01890a5d-ac96-774b-bcce-b302099a8058";
    private static readonly DateTimeOffset Time = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public List<object> Requests { get; } = [];

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>The statuses that a transfer passes, one for each time it is asked for; the last stays.</summary>
    public Queue<string> Statuses { get; } = new(["finalized"]);

    public IReadOnlyList<TokenBalance> Tokens { get; set; } = [];

    public IReadOnlyList<TokenBalance> OtherAccounts { get; set; } = [];

    public static WalletDetails Wallet { get; } = new()
    {
        WalletId = WalletId,
        UserId = "ann",
        Label = "Savings [old]",
        Address = Address,
        Status = "open",
        IsActive = true,
        CreatedAt = Time,
    };

    public static FreezeDetails Freeze { get; } = new()
    {
        Scope = "user",
        Subject = "mallory",
        Reason = "Chargebacks [3]",
        FrozenBy = "operations",
        FrozenAt = Time,
    };

    public static FlagDetails Flag { get; } = new()
    {
        Feature = "token-transfers",
        Enabled = false,
        IsDefault = false,
        Reason = "Issue at the issuer [1]",
        SetBy = "operations",
        SetAt = Time,
    };

    public static PolicyDetails Policy { get; } = new()
    {
        Scope = "user",
        Subject = "ann [a]",
        Version = 3,
        Hash = new string('a', 64),
        SetBy = "operations",
        SetAt = Time,
        Policy = System.Text.Json.JsonSerializer.SerializeToElement(new { form = 1 }),
    };

    public static TransactionApproval Approval { get; } = new()
    {
        Until = Time,
        Requirements = [new ApprovalRequirement { Scope = "wallet", Required = 2, Approvers = ["bob", "cy"] }],
        Given = [new GivenApproval { Approver = "bob", At = Time }],
    };

    public static WalletEvent Event { get; } = new()
    {
        EventId = "01890a5d-ac96-774b-bcce-b302099a8059",
        Topic = "transaction-events",
        Type = "confirmed",
        Version = 1,
        OccurredAt = Time,
        WalletId = WalletId,
        UserId = "ann",
        Sequence = 12,
        Data = System.Text.Json.JsonSerializer.SerializeToElement(new { status = "confirmed", memo = "[red]", slot = 78 }),
    };

    public SimulationDetails Simulation { get; set; } = new()
    {
        Slot = 79,
        Logs = ["Program log: [hello]"],
        UnitsConsumed = 450,
        WalletBeforeLamports = "9000",
        WalletAfterLamports = "3000",
        FeeLamports = "5000",
    };

    public TransactionDetails Transaction { get; set; } = new()
    {
        TransactionId = TransactionId,
        WalletId = WalletId,
        RequestId = "order-7",
        Kind = "transferSol",
        Status = "finalized",
        Recipient = Address,
        Memo = "rent [old]",
        Lamports = "250000000",
        FeeLamports = "5000",
        Signature = "5sig",
        SignableUntil = Time.AddMinutes(2),
        Times = new TransferStepTimes { ReceivedAt = Time, SignedAt = Time.AddSeconds(1) },
        Attempts =
        [
            new TransactionAttempt
            {
                Number = 1,
                Signature = "5sig",
                Outcome = "landed",
                Blockhash = "hash",
                LastValidBlockHeight = 400,
                SignedAt = Time.AddSeconds(1),
            },
        ],
    };

    public Task<WalletDetails> CreateWalletAsync(CreateWallet request, CancellationToken cancellationToken = default) =>
        Answer(request, Wallet);

    public Task<WalletList> ListWalletsAsync(ListWallets request, CancellationToken cancellationToken = default) =>
        Answer(request, new WalletList { Wallets = [Wallet], NextCursor = "next-page" });

    public Task<WalletDetails> GetWalletAsync(GetWallet request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<WalletDetails> SetActiveWalletAsync(SetActiveWallet request, CancellationToken cancellationToken = default) =>
        Answer(request, Wallet);

    public Task<WalletDetails> RenameWalletAsync(RenameWallet request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<WalletDetails> ArchiveWalletAsync(ArchiveWallet request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<WalletDetails> UnarchiveWalletAsync(UnarchiveWallet request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<WalletDetails> FreezeWalletAsync(FreezeWallet request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<WalletDetails> RotateKeyAsync(RotateKey request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<WalletDetails> UnfreezeWalletAsync(UnfreezeWallet request, CancellationToken cancellationToken = default) => Answer(request, Wallet);

    public Task<AddressDetails> AddAddressAsync(AddAddress request, CancellationToken cancellationToken = default) =>
        Answer(request, new AddressDetails { Name = request.Name, Address = request.Address, AddedAt = Time });

    public Task<AddressList> ListAddressesAsync(ListAddresses request, CancellationToken cancellationToken = default) => Answer(
        request,
        new AddressList { Addresses = [new AddressDetails { Name = "bob", Address = Address, AddedAt = Time }], NextCursor = "bob" });

    public Task<AddressDetails> RemoveAddressAsync(RemoveAddress request, CancellationToken cancellationToken = default) =>
        Answer(request, new AddressDetails { Name = request.Name, Address = Address, AddedAt = Time });

    public Task<FreezeDetails> FreezeScopeAsync(FreezeSubject request, CancellationToken cancellationToken = default) =>
        Answer(request, Freeze);

    public Task<FreezeList> ListFreezesAsync(ListFreezes request, CancellationToken cancellationToken = default) =>
        Answer(request, new FreezeList { Freezes = [Freeze] });

    public Task<UnfreezeDetails> UnfreezeScopeAsync(UnfreezeSubject request, CancellationToken cancellationToken = default) =>
        Answer(request, new UnfreezeDetails { Scope = request.Scope, Subject = request.Subject, WasFrozen = true });

    public Task<EventReplay> ReplayEventsAsync(ReplayEvents request, CancellationToken cancellationToken = default) =>
        Answer(request, new EventReplay { Events = [Event], NextSequence = 13 });

    public Task<Balance> GetBalanceAsync(GetBalance request, CancellationToken cancellationToken = default) => Answer(request, new Balance
    {
        WalletId = WalletId,
        Address = Address,
        Lamports = "1500000000",
        Sol = "1.5",
        ReservedLamports = "500000000",
        AvailableLamports = "1000000000",
        Slot = 77,
        AsOf = Time,
    });

    public Task<TokenList> GetTokensAsync(GetTokens request, CancellationToken cancellationToken = default) =>
        Answer(request, new TokenList { WalletId = WalletId, Tokens = Tokens, OtherAccounts = OtherAccounts, Slot = 77, AsOf = Time });

    public Task<DepositList> ListDepositsAsync(ListDeposits request, CancellationToken cancellationToken = default) =>
        Answer(request, new DepositList
        {
            Deposits =
            [
                new DepositDetails
                {
                    DepositId = "d-1",
                    WalletId = WalletId,
                    Status = "received",
                    Account = Address,
                    Decimals = 9,
                    Amount = "1500000000",
                    Signature = "5sig",
                    Slot = 77,
                    DetectedAt = Time,
                    ReceivedAt = Time,
                },
            ],
            NextCursor = "next-page",
        });

    public Task<TransferDetails> TransferSolAsync(TransferSol request, CancellationToken cancellationToken = default) =>
        Answer(request, Transfer(Statuses.Count > 1 ? Statuses.Dequeue() : Statuses.Peek()));

    public Task<TransferDetails> TransferTokenAsync(TransferToken request, CancellationToken cancellationToken = default) =>
        Answer(request, Transfer("confirmed") with
        {
            Token = new TokenPayment
            {
                Mint = request.Mint,
                Program = "token-2022",
                Decimals = 6,
                Sent = "10101011",
                TransferFee = "101011",
                Received = "10000000",
                RecipientAccount = "recipient-account",
                Balances = new TokenPaymentBalances
                {
                    SourceBefore = "50000000",
                    SourceAfter = "39898989",
                    RecipientBefore = "0",
                    RecipientAfter = "10000000",
                },
            },
        });

    /// <summary>The batch as each answer tells it; the last stays.</summary>
    public Queue<BatchDetails> Batches { get; } = new();

    public IReadOnlyList<BatchRowDetails> BatchRows { get; set; } = [];

    public Task<BatchDetails> TransferBatchAsync(TransferBatch request, CancellationToken cancellationToken = default) =>
        Answer(request, NextBatch());

    public Task<BatchReport> GetBatchAsync(GetBatch request, CancellationToken cancellationToken = default)
    {
        var after = int.Parse(request.Cursor ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var rows = BatchRows.Skip(after).Take(request.Limit ?? 200).ToArray();
        var next = after + rows.Length;
        return Answer(request, new BatchReport
        {
            Batch = NextBatch(),
            Rows = rows,
            NextCursor = next < BatchRows.Count ? next.ToString(System.Globalization.CultureInfo.InvariantCulture) : null,
        });
    }

    public Task<SignedMessageDetails> SignMessageAsync(SignMessage request, CancellationToken cancellationToken = default) =>
        Answer(request, new SignedMessageDetails
        {
            SignedBytes = "bWVzc2FnZQ==",
            Signature = "5sig",
            Signer = Address,
            FormatVersion = request.FormatVersion ?? 0,
        });

    public Task<SignedTransactionDetails> SignTransactionAsync(SignTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, new SignedTransactionDetails
        {
            Transaction = "c2lnbmVk",
            Signature = "5sig",
            Complete = false,
            MissingSigners = [Address],
        });

    public Task<TransferDetails> SendTransactionAsync(SendTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, Transfer(Statuses.Count > 1 ? Statuses.Dequeue() : Statuses.Peek()));

    public Task<SimulationDetails> SimulateTransactionAsync(SimulateTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, Simulation);

    public Task<TransactionDetails> GetTransactionAsync(GetTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, Transaction);

    public Task<TransactionList> ListTransactionsAsync(ListTransactions request, CancellationToken cancellationToken = default) =>
        Answer(request, new TransactionList { Transactions = [Transaction], NextCursor = "next-page" });

    public Task<TransactionDetails> CancelTransactionAsync(CancelTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, Transaction with { Status = "cancelled" });

    public Task<TransactionDetails> ApproveTransactionAsync(ApproveTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, Transaction with { Status = "awaitingApproval", Approval = Approval });

    public Task<TransactionDetails> RejectTransactionAsync(RejectTransaction request, CancellationToken cancellationToken = default) =>
        Answer(request, Transaction with { Status = "rejected", Approval = Approval });

    public Task<PolicyDetails> SetPolicyAsync(SetPolicy request, CancellationToken cancellationToken = default) => Answer(request, Policy);

    public Task<PolicyDetails> GetPolicyAsync(GetPolicy request, CancellationToken cancellationToken = default) => Answer(request, Policy);

    public Task<PolicyList> ListPoliciesAsync(ListPolicies request, CancellationToken cancellationToken = default) =>
        Answer(request, new PolicyList { Policies = [Policy], NextCursor = "user:ann" });

    public Task<FlagDetails> SetFlagAsync(SetFlag request, CancellationToken cancellationToken = default) => Answer(request, Flag);

    public Task<FlagList> ListFlagsAsync(ListFlags request, CancellationToken cancellationToken = default) =>
        Answer(request, new FlagList { Flags = [Flag, new FlagDetails { Feature = "batches", Enabled = true, IsDefault = true }] });

    private BatchDetails NextBatch() => Batches.Count > 1 ? Batches.Dequeue() : Batches.Peek();

    private static TransferDetails Transfer(string status) => new()
    {
        TransactionId = TransactionId,
        Status = status,
        Signature = "5sig",
        Lamports = "250000000",
        FeeLamports = "5000",
        Slot = 78,
        Balances = new TransferBalances { SourceBefore = "9", SourceAfter = "8", RecipientBefore = "0", RecipientAfter = "1" },
        Times = new TransferStepTimes { ReceivedAt = Time, SubmittedAt = Time.AddSeconds(1) },
    };

    private Task<TData> Answer<TData>(object request, TData data)
    {
        Requests.Add(request);
        return Failure is null ? Task.FromResult(data) : Task.FromException<TData>(Failure);
    }
}
