using System.Globalization;
using WalletService.Domain.Management;
using WalletService.Domain.Restores;

namespace WalletService.Cli.Restores;

/// <summary>What was found.</summary>
internal sealed class RestoreReport
{
    /// <summary>Transfers that were carried out after the backup.</summary>
    public List<(OpenTransfer Transfer, ExecutedTransaction Transaction)> Adopted { get; } = [];

    /// <summary>Transactions of requests that the database has lost.</summary>
    public List<(Wallet Wallet, ExecutedTransaction Transaction)> Lost { get; } = [];

    /// <summary>Transactions of which the database knows nothing and needs to know nothing: nobody can be paid a second time by them.</summary>
    public List<(Wallet Wallet, ExecutedTransaction Transaction, HarmlessReason Reason)> Harmless { get; } = [];

    /// <summary>Transfers that an operator has to decide on.</summary>
    public List<OpenTransfer> Held { get; } = [];

    /// <summary>Batches that an operator has to decide on.</summary>
    public List<OpenBatch> HeldBatches { get; } = [];

    /// <summary>From when on the chain was read.</summary>
    public DateTimeOffset Since { get; set; }

    public int FrozenWallets => Lost.Select(lost => lost.Wallet.Id).Distinct().Count();

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Adopted.Count} transfers were carried out since, {Lost.Count} transactions are of lost requests, {Held.Count + HeldBatches.Count} transfers are held, {FrozenWallets} wallets are frozen.");
}

/// <summary>Why a transaction that the database does not know can have no double.</summary>
internal enum HarmlessReason
{
    /// <summary>It was executed with an error: nothing but its fee was paid.</summary>
    Failed,

    /// <summary>It was signed for a caller by a request that the database knows: the same request gets the same signature.</summary>
    SignedForCaller,

    /// <summary>It moved something from one address of the wallet to another.</summary>
    WithinWallet,
}
