using WalletService.Contracts.Balances;
using WalletService.Contracts.Features;
using WalletService.Contracts.Management;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;

namespace WalletService.Client;

/// <summary>
/// The routes of the service. Each method returns the reply's data, or throws <see cref="WalletRequestException"/> with the
/// error that the service gave, or <see cref="TimeoutException"/> when no answer came in time.
/// </summary>
/// <remarks>
/// Requests that make something (<see cref="CreateWalletAsync"/>, <see cref="TransferSolAsync"/>, <see cref="TransferTokenAsync"/>,
/// <see cref="TransferBatchAsync"/>, <see cref="SignTransactionAsync"/>, <see cref="SignMessageAsync"/>, <see cref="SendTransactionAsync"/>) get a <c>requestId</c> when
/// they have none. A repetition always bears the same one and so never takes effect twice. To be able to ask again after a crash of your own program, make the id yourself and keep it before you ask.
/// </remarks>
public interface IWalletClient
{
    Task<WalletDetails> CreateWalletAsync(CreateWallet request, CancellationToken cancellationToken = default);

    Task<WalletList> ListWalletsAsync(ListWallets request, CancellationToken cancellationToken = default);

    Task<WalletDetails> GetWalletAsync(GetWallet request, CancellationToken cancellationToken = default);

    Task<WalletDetails> SetActiveWalletAsync(SetActiveWallet request, CancellationToken cancellationToken = default);

    Task<WalletDetails> RenameWalletAsync(RenameWallet request, CancellationToken cancellationToken = default);

    /// <summary>Puts a wallet away. It signs nothing until it is taken out again; what comes in is booked and told as ever.</summary>
    Task<WalletDetails> ArchiveWalletAsync(ArchiveWallet request, CancellationToken cancellationToken = default);

    Task<WalletDetails> UnarchiveWalletAsync(UnarchiveWallet request, CancellationToken cancellationToken = default);

    /// <summary>Keeps a wallet from signing. When it has returned, no instance signs with the wallet any more.</summary>
    Task<WalletDetails> FreezeWalletAsync(FreezeWallet request, CancellationToken cancellationToken = default);

    Task<WalletDetails> UnfreezeWalletAsync(UnfreezeWallet request, CancellationToken cancellationToken = default);

    Task<WalletDetails> RotateKeyAsync(RotateKey request, CancellationToken cancellationToken = default);

    /// <summary>Names an address in a user's address book: payments may give it as <c>@name</c>.</summary>
    Task<AddressDetails> AddAddressAsync(AddAddress request, CancellationToken cancellationToken = default);

    Task<AddressList> ListAddressesAsync(ListAddresses request, CancellationToken cancellationToken = default);

    Task<AddressDetails> RemoveAddressAsync(RemoveAddress request, CancellationToken cancellationToken = default);

    /// <summary>For administrators, as are the two that follow. When it has returned, no instance signs what is frozen any more.</summary>
    Task<FreezeDetails> FreezeScopeAsync(FreezeSubject request, CancellationToken cancellationToken = default);

    Task<FreezeList> ListFreezesAsync(ListFreezes request, CancellationToken cancellationToken = default);

    Task<UnfreezeDetails> UnfreezeScopeAsync(UnfreezeSubject request, CancellationToken cancellationToken = default);

    /// <summary>Reads a wallet's events again. For events as they come, see <see cref="WalletEventStream"/>.</summary>
    Task<EventReplay> ReplayEventsAsync(ReplayEvents request, CancellationToken cancellationToken = default);

    Task<Balance> GetBalanceAsync(GetBalance request, CancellationToken cancellationToken = default);

    Task<TokenList> GetTokensAsync(GetTokens request, CancellationToken cancellationToken = default);

    /// <summary>What came in. Credit nothing on a deposit that is only detected.</summary>
    Task<DepositList> ListDepositsAsync(ListDeposits request, CancellationToken cancellationToken = default);

    /// <summary>Returns when the transfer has come as far as <c>waitFor</c> asks, or with the state so far after <c>waitMs</c>.</summary>
    Task<TransferDetails> TransferSolAsync(TransferSol request, CancellationToken cancellationToken = default);

    /// <summary>Pays a token; returns as <see cref="TransferSolAsync"/> does.</summary>
    Task<TransferDetails> TransferTokenAsync(TransferToken request, CancellationToken cancellationToken = default);

    /// <summary>
    /// Pays many recipients; returns when the batch is committed or, for <c>waitFor</c> <c>ended</c>, when it has ended or after
    /// <c>waitMs</c>. <see cref="GetBatchAsync"/> tells what has become of each row.
    /// </summary>
    Task<BatchDetails> TransferBatchAsync(TransferBatch request, CancellationToken cancellationToken = default);

    Task<BatchReport> GetBatchAsync(GetBatch request, CancellationToken cancellationToken = default);

    Task<SignedTransactionDetails> SignTransactionAsync(SignTransaction request, CancellationToken cancellationToken = default);

    /// <summary>Signs text in the off-chain message format, which can never be a transaction.</summary>
    Task<SignedMessageDetails> SignMessageAsync(SignMessage request, CancellationToken cancellationToken = default);

    /// <summary>Signs and sends a caller's transaction; returns as <see cref="TransferSolAsync"/> does.</summary>
    Task<TransferDetails> SendTransactionAsync(SendTransaction request, CancellationToken cancellationToken = default);

    Task<SimulationDetails> SimulateTransactionAsync(SimulateTransaction request, CancellationToken cancellationToken = default);

    /// <summary>Returns the transaction also when it failed: look at its status and error.</summary>
    Task<TransactionDetails> GetTransactionAsync(GetTransaction request, CancellationToken cancellationToken = default);

    Task<TransactionList> ListTransactionsAsync(ListTransactions request, CancellationToken cancellationToken = default);

    Task<TransactionDetails> CancelTransactionAsync(CancelTransaction request, CancellationToken cancellationToken = default);

    /// <summary>Approves a transaction as the caller that this client is.</summary>
    Task<TransactionDetails> ApproveTransactionAsync(ApproveTransaction request, CancellationToken cancellationToken = default);

    /// <summary>Refuses a transaction that awaits approval, as the caller that this client is.</summary>
    Task<TransactionDetails> RejectTransactionAsync(RejectTransaction request, CancellationToken cancellationToken = default);

    Task<PolicyDetails> SetPolicyAsync(SetPolicy request, CancellationToken cancellationToken = default);

    Task<PolicyDetails> GetPolicyAsync(GetPolicy request, CancellationToken cancellationToken = default);

    Task<PolicyList> ListPoliciesAsync(ListPolicies request, CancellationToken cancellationToken = default);

    /// <summary>For administrators. When it has returned, every instance knows within seconds.</summary>
    Task<FlagDetails> SetFlagAsync(SetFlag request, CancellationToken cancellationToken = default);

    Task<FlagList> ListFlagsAsync(ListFlags request, CancellationToken cancellationToken = default);
}
