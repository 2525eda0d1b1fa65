using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Values;

namespace WalletService.Cli.Restores;

/// <summary>
/// Compares a restored database with the chain. What a wallet has signed since the backup is either the work of a transfer that the
/// database still holds as open, and is put down as its attempt, or of one that it has lost: then the wallet is frozen and its open
/// transfers are held, so that neither a transfer nor a caller's repetition of a lost request pays a second time unseen.
/// </summary>
internal sealed class RestoreReconciliation(
    IRestoreStore store, IWalletRegister wallets, IKeyRotations addresses, IFreezeStore freezes, ChainHistory chain, TimeProvider time)
{
    /// <summary>Clocks and blocks differ; what the database knows is told apart by its signature anyway.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <param name="since">When the backup was made.</param>
    /// <param name="by">Who does it, for the audit log.</param>
    /// <param name="cancellationToken">Gives up; what is done is done, and the same may be run again.</param>
    public async Task<RestoreReport> RunAsync(DateTimeOffset since, string by, CancellationToken cancellationToken)
    {
        await chain.SettleAsync(cancellationToken);
        var open = (await store.ReadOpenAsync(cancellationToken)).ToLookup(transfer => transfer.WalletId);
        var report = new RestoreReport();
        await foreach (var wallet in wallets.ReadAsync(cancellationToken))
        {
            var unknown = await FindUnknownAsync(wallet, since - Margin, cancellationToken);
            var left = open[wallet.Id].ToList();
            foreach (var transaction in unknown)
            {
                if (await AdoptAsync(left, transaction, by, cancellationToken) is { } transfer)
                {
                    report.Adopted.Add((transfer, transaction));
                }
                else
                {
                    report.Lost.Add((wallet, transaction));
                }
            }

            if (report.Lost.Count > 0 && report.Lost[^1].Wallet.Id == wallet.Id)
            {
                await StopAsync(wallet, left, report, by, cancellationToken);
            }
        }

        await store.AcceptAsync(by, $"Compared with the chain since {since:O}: {report}", cancellationToken);
        return report;
    }

    /// <summary>
    /// From all of the wallet's addresses, since a transfer pays from the one that was current when it was requested. What has failed comes
    /// last: a transfer is put down to a payment that was made before it is put down to one that was not.
    /// </summary>
    private async Task<IReadOnlyList<ExecutedTransaction>> FindUnknownAsync(Wallet wallet, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var retired = (await addresses.ListAddressesAsync(wallet.Id, cancellationToken)).Select(known => known.Address);
        var unknown = new List<ExecutedTransaction>();
        foreach (var address in retired.Append(wallet.Address).Distinct())
        {
            unknown.AddRange(await FindUnknownAsync(address, since, cancellationToken));
        }

        return [.. unknown.DistinctBy(transaction => transaction.Signature).OrderBy(transaction => transaction.HasFailed)];
    }

    private async Task<List<ExecutedTransaction>> FindUnknownAsync(SolanaAddress address, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var signatures = await chain.ReadAsync(address, since, cancellationToken);
        var known = signatures.Count == 0 ? new HashSet<TransactionSignature>() : await store.FindKnownAsync(signatures, cancellationToken);
        var unknown = new List<ExecutedTransaction>();
        foreach (var signature in signatures.Where(signature => !known.Contains(signature)))
        {
            if (await chain.FindOutgoingAsync(signature, address, cancellationToken) is { } outgoing)
            {
                unknown.Add(outgoing);
            }
        }

        return unknown;
    }

    /// <summary>Equal payments are interchangeable: whichever of them a transaction is put down to, each is paid once.</summary>
    private async Task<OpenTransfer?> AdoptAsync(
        List<OpenTransfer> open, ExecutedTransaction transaction, string by, CancellationToken cancellationToken)
    {
        var match = open.FirstOrDefault(transfer =>
            transfer.SolRecipient is not null && transfer.SolRecipient == transaction.Recipient && transfer.Lamports == transaction.Paid);
        if (match is null || !await store.AdoptAsync(match.Id, transaction, by, cancellationToken))
        {
            return null;
        }

        open.Remove(match);
        return match;
    }

    private async Task StopAsync(
        Wallet wallet, IEnumerable<OpenTransfer> open, RestoreReport report, string by, CancellationToken cancellationToken)
    {
        foreach (var transfer in open)
        {
            await store.HoldAsync(transfer.Id, by, cancellationToken);
            report.Held.Add(transfer);
        }

        var reason = "Restored from a backup: it has paid what the database does not know (docs/operations/backup.md)";
        await freezes.FreezeAsync(new Freeze(FreezeTarget.Of(wallet.Id), reason, by, time.GetUtcNow()), cancellationToken);
    }
}
