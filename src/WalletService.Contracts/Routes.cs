namespace WalletService.Contracts;

/// <summary>The routes of the service: routing keys on the topic exchange <see cref="Exchange"/>.</summary>
public static class Routes
{
    /// <summary>Durable topic exchange that takes all requests.</summary>
    public const string Exchange = "wallet";

    /// <summary>
    /// Alternate exchange of <see cref="Exchange"/>. A client that declares <see cref="Exchange"/> itself has to name it, or the
    /// broker refuses the declaration.
    /// </summary>
    public const string UnknownRouteExchange = "wallet.unknown-route";

    /// <summary>Durable topic exchange to which events are published.</summary>
    public const string EventsExchange = "wallet.events";

    public const string CreateWallet = "wallet.management.create";
    public const string ListWallets = "wallet.management.list";
    public const string GetWallet = "wallet.management.get";
    public const string SetActiveWallet = "wallet.management.setActive";
    public const string RenameWallet = "wallet.management.rename";
    public const string ArchiveWallet = "wallet.management.archive";
    public const string UnarchiveWallet = "wallet.management.unarchive";
    public const string FreezeWallet = "wallet.management.freeze";
    public const string UnfreezeWallet = "wallet.management.unfreeze";
    public const string RotateKey = "wallet.management.rotateKey";
    public const string AddAddress = "wallet.management.addresses.add";
    public const string ListAddresses = "wallet.management.addresses.list";
    public const string RemoveAddress = "wallet.management.addresses.remove";
    public const string FreezeScope = "wallet.management.freezeScope";
    public const string ListFreezes = "wallet.management.listFreezes";
    public const string UnfreezeScope = "wallet.management.unfreezeScope";
    public const string ReplayEvents = "wallet.management.replayEvents";
    public const string SetPolicy = "wallet.management.setPolicy";
    public const string GetPolicy = "wallet.management.getPolicy";
    public const string ListPolicies = "wallet.management.listPolicies";
    public const string SetFlag = "wallet.management.setFlag";
    public const string ListFlags = "wallet.management.listFlags";
    public const string GetBalance = "wallet.balance.get";
    public const string GetTokens = "wallet.balance.getTokens";
    public const string ListDeposits = "wallet.balance.listDeposits";
    public const string TransferSol = "wallet.transaction.transferSol";
    public const string TransferToken = "wallet.transaction.transferToken";
    public const string TransferBatch = "wallet.transaction.transferBatch";
    public const string GetBatch = "wallet.transaction.getBatch";
    public const string SignTransaction = "wallet.transaction.sign";
    public const string SignMessage = "wallet.transaction.signMessage";
    public const string SendTransaction = "wallet.transaction.send";
    public const string SimulateTransaction = "wallet.transaction.simulate";
    public const string GetTransaction = "wallet.transaction.get";
    public const string ListTransactions = "wallet.transaction.list";
    public const string CancelTransaction = "wallet.transaction.cancel";
    public const string ApproveTransaction = "wallet.transaction.approve";
    public const string RejectTransaction = "wallet.transaction.reject";

    public static IReadOnlyList<string> All { get; } =
    [
        CreateWallet, ListWallets, GetWallet, SetActiveWallet, ReplayEvents, RenameWallet, ArchiveWallet, UnarchiveWallet, FreezeWallet,
        UnfreezeWallet, RotateKey, AddAddress, ListAddresses, RemoveAddress, FreezeScope, ListFreezes, UnfreezeScope, SetPolicy, GetPolicy,
        ListPolicies, SetFlag, ListFlags, GetBalance, GetTokens, ListDeposits, TransferSol, TransferToken, TransferBatch, GetBatch,
        SignTransaction, SignMessage, SendTransaction, SimulateTransaction, GetTransaction, ListTransactions, CancelTransaction, ApproveTransaction, RejectTransaction,
    ];
}
