using WalletService.Contracts;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Features;
using WalletService.Contracts.Management;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Features;

namespace WalletService.Messaging.Routing;

/// <summary>The table of all routes.</summary>
internal static class WalletRoutes
{
    /// <summary>2,000 rows, with references of 64 characters and room to spare.</summary>
    private const int LargeBodyBytes = 1_024 * 1_024;

    public static IReadOnlyList<WalletRoute> All { get; } =
    [
        new TypedWalletRoute<CreateWallet, CreateWalletReply, WalletDetails>(
            Routes.CreateWallet, request => request.UserId, request => request.RequestId,
            (data, error) => new CreateWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<ListWallets, ListWalletsReply, WalletList>(
            Routes.ListWallets, request => request.UserId, _ => null,
            (data, error) => new ListWalletsReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<GetWallet, GetWalletReply, WalletDetails>(
            Routes.GetWallet, request => request.UserId, _ => null,
            (data, error) => new GetWalletReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<SetActiveWallet, SetActiveWalletReply, WalletDetails>(
            Routes.SetActiveWallet, request => request.UserId, _ => null,
            (data, error) => new SetActiveWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<RenameWallet, RenameWalletReply, WalletDetails>(
            Routes.RenameWallet, request => request.UserId, _ => null,
            (data, error) => new RenameWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<ArchiveWallet, ArchiveWalletReply, WalletDetails>(
            Routes.ArchiveWallet, request => request.UserId, _ => null,
            (data, error) => new ArchiveWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<UnarchiveWallet, UnarchiveWalletReply, WalletDetails>(
            Routes.UnarchiveWallet, request => request.UserId, _ => null,
            (data, error) => new UnarchiveWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<FreezeWallet, FreezeWalletReply, WalletDetails>(
            Routes.FreezeWallet, request => request.UserId, _ => null,
            (data, error) => new FreezeWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<UnfreezeWallet, UnfreezeWalletReply, WalletDetails>(
            Routes.UnfreezeWallet, request => request.UserId, _ => null,
            (data, error) => new UnfreezeWalletReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<RotateKey, RotateKeyReply, WalletDetails>(
            Routes.RotateKey, request => request.UserId, request => request.RequestId,
            (data, error) => new RotateKeyReply { Success = error is null, Data = data, Error = error }) { MovesValue = true },
        new TypedWalletRoute<AddAddress, AddAddressReply, AddressDetails>(
            Routes.AddAddress, request => request.UserId, _ => null,
            (data, error) => new AddAddressReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<ListAddresses, ListAddressesReply, AddressList>(
            Routes.ListAddresses, request => request.UserId, _ => null,
            (data, error) => new ListAddressesReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<RemoveAddress, RemoveAddressReply, AddressDetails>(
            Routes.RemoveAddress, request => request.UserId, _ => null,
            (data, error) => new RemoveAddressReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<FreezeSubject, FreezeSubjectReply, FreezeDetails>(
            Routes.FreezeScope, _ => null, _ => null,
            (data, error) => new FreezeSubjectReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
        },
        new TypedWalletRoute<ListFreezes, ListFreezesReply, FreezeList>(
            Routes.ListFreezes, _ => null, _ => null,
            (data, error) => new ListFreezesReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
            IsRead = true,
        },
        new TypedWalletRoute<UnfreezeSubject, UnfreezeSubjectReply, UnfreezeDetails>(
            Routes.UnfreezeScope, _ => null, _ => null,
            (data, error) => new UnfreezeSubjectReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
        },
        new TypedWalletRoute<ReplayEvents, ReplayEventsReply, EventReplay>(
            Routes.ReplayEvents, request => request.UserId, _ => null,
            (data, error) => new ReplayEventsReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<SetPolicy, SetPolicyReply, PolicyDetails>(
            Routes.SetPolicy, _ => null, _ => null,
            (data, error) => new SetPolicyReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
        },
        new TypedWalletRoute<GetPolicy, GetPolicyReply, PolicyDetails>(
            Routes.GetPolicy, _ => null, _ => null,
            (data, error) => new GetPolicyReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
            IsRead = true,
        },
        new TypedWalletRoute<ListPolicies, ListPoliciesReply, PolicyList>(
            Routes.ListPolicies, _ => null, _ => null,
            (data, error) => new ListPoliciesReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
            IsRead = true,
        },
        new TypedWalletRoute<SetFlag, SetFlagReply, FlagDetails>(
            Routes.SetFlag, _ => null, _ => null,
            (data, error) => new SetFlagReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
        },
        new TypedWalletRoute<ListFlags, ListFlagsReply, FlagList>(
            Routes.ListFlags, _ => null, _ => null,
            (data, error) => new ListFlagsReply { Success = error is null, Data = data, Error = error })
        {
            IsForAdministrators = true,
            IsRead = true,
        },
        new TypedWalletRoute<GetBalance, GetBalanceReply, Balance>(
            Routes.GetBalance, request => request.UserId, _ => null,
            (data, error) => new GetBalanceReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<GetTokens, GetTokensReply, TokenList>(
            Routes.GetTokens, request => request.UserId, _ => null,
            (data, error) => new GetTokensReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<ListDeposits, ListDepositsReply, DepositList>(
            Routes.ListDeposits, request => request.UserId, _ => null,
            (data, error) => new ListDepositsReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<TransferSol, TransferSolReply, TransferDetails>(
            Routes.TransferSol, request => request.UserId, request => request.RequestId,
            (data, error) => new TransferSolReply { Success = error is null, Data = data, Error = error }) { MovesValue = true },
        new TypedWalletRoute<TransferToken, TransferTokenReply, TransferDetails>(
            Routes.TransferToken, request => request.UserId, request => request.RequestId,
            (data, error) => new TransferTokenReply { Success = error is null, Data = data, Error = error })
        {
            MovesValue = true,
            Features = _ => [Feature.TokenTransfers],
        },
        new TypedWalletRoute<TransferBatch, TransferBatchReply, BatchDetails>(
            Routes.TransferBatch, request => request.UserId, request => request.RequestId,
            (data, error) => new TransferBatchReply { Success = error is null, Data = data, Error = error },
            LargeBodyBytes)
        {
            MovesValue = true,
            Features = request => request.Mint is null ? [Feature.Batches] : [Feature.Batches, Feature.TokenTransfers],
        },
        new TypedWalletRoute<GetBatch, GetBatchReply, BatchReport>(
            Routes.GetBatch, request => request.UserId, request => request.RequestId,
            (data, error) => new GetBatchReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<SignTransaction, SignTransactionReply, SignedTransactionDetails>(
            Routes.SignTransaction, request => request.UserId, request => request.RequestId,
            (data, error) => new SignTransactionReply { Success = error is null, Data = data, Error = error })
        {
            MovesValue = true,
            Features = _ => [Feature.CallersTransactions],
        },
        new TypedWalletRoute<SignMessage, SignMessageReply, SignedMessageDetails>(
            Routes.SignMessage, request => request.UserId, request => request.RequestId,
            (data, error) => new SignMessageReply { Success = error is null, Data = data, Error = error })
        {
            MovesValue = true,
            Features = _ => [Feature.MessageSigning],
        },
        new TypedWalletRoute<SendTransaction, SendTransactionReply, TransferDetails>(
            Routes.SendTransaction, request => request.UserId, request => request.RequestId,
            (data, error) => new SendTransactionReply { Success = error is null, Data = data, Error = error })
        {
            MovesValue = true,
            Features = _ => [Feature.CallersTransactions],
        },
        new TypedWalletRoute<SimulateTransaction, SimulateTransactionReply, SimulationDetails>(
            Routes.SimulateTransaction, request => request.UserId, _ => null,
            (data, error) => new SimulateTransactionReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<GetTransaction, GetTransactionReply, TransactionDetails>(
            Routes.GetTransaction, request => request.UserId, request => request.RequestId,
            (data, error) => new GetTransactionReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<ListTransactions, ListTransactionsReply, TransactionList>(
            Routes.ListTransactions, request => request.UserId, _ => null,
            (data, error) => new ListTransactionsReply { Success = error is null, Data = data, Error = error }) { IsRead = true },
        new TypedWalletRoute<CancelTransaction, CancelTransactionReply, TransactionDetails>(
            Routes.CancelTransaction, request => request.UserId, _ => null,
            (data, error) => new CancelTransactionReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<ApproveTransaction, ApproveTransactionReply, TransactionDetails>(
            Routes.ApproveTransaction, request => request.UserId, _ => null,
            (data, error) => new ApproveTransactionReply { Success = error is null, Data = data, Error = error }),
        new TypedWalletRoute<RejectTransaction, RejectTransactionReply, TransactionDetails>(
            Routes.RejectTransaction, request => request.UserId, _ => null,
            (data, error) => new RejectTransactionReply { Success = error is null, Data = data, Error = error }),
    ];

    private static readonly Dictionary<string, WalletRoute> ByName = All.ToDictionary(route => route.Name, StringComparer.Ordinal);

    private static readonly Dictionary<string, WalletRoute> ByMessageUrn =
        All.ToDictionary(route => route.MessageUrn, StringComparer.OrdinalIgnoreCase);

    /// <summary>The route of a routing key.</summary>
    public static WalletRoute? Find(string routingKey) => ByName.GetValueOrDefault(routingKey);

    /// <summary>The route whose request type is among the types that an envelope names.</summary>
    public static WalletRoute? FindByMessageUrn(IEnumerable<string> messageUrns) =>
        messageUrns.Select(urn => ByMessageUrn.GetValueOrDefault(urn)).FirstOrDefault(route => route is not null);
}
