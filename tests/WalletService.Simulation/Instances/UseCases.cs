using WalletService.Domain.Transactions;

namespace WalletService.Simulation.Instances;

/// <summary>What callers and the process itself use, looked up once: a container compiles what it is asked for again and again.</summary>
internal sealed record UseCases(
    TransferSolService Transfers,
    SendTransactionService OwnTransactions,
    CancelTransferService Cancellations,
    TransferLookup Lookup,
    TransferWaiter Waiter,
    TransferTracker Tracker);
