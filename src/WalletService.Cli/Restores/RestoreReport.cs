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

    /// <summary>Transfers that an operator has to decide on.</summary>
    public List<OpenTransfer> Held { get; } = [];

    public int FrozenWallets => Lost.Select(lost => lost.Wallet.Id).Distinct().Count();

    /// <inheritdoc/>
    public override string ToString() => string.Create(
                CultureInfo.InvariantCulture,
                $"{Adopted.Count} transfers were carried out since, {Lost.Count} transactions are of lost requests, {Held.Count} transfers are held, {FrozenWallets} wallets are frozen.");
}
