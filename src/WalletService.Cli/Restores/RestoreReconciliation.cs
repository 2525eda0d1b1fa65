using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Values;

namespace WalletService.Cli.Restores;

/// <summary>
/// Compares a restored database with the chain. What a wallet has signed since the backup is either the work of a transfer that the
/// database still holds as open, and is put down as its attempt, or of one that it has lost: then the wallet is frozen and what it has
/// open is held, so that neither a transfer nor a caller's repetition of a lost request pays a second time unseen.
/// </summary>
internal sealed class RestoreReconciliation(
    IRestoreStore store, IWalletRegister wallets, IKeyRotations addresses, IFreezeStore freezes, ChainHistory chain, TimeProvider time)
{
    /// <summary>Clocks and blocks differ; what the database knows is told apart by its signature anyway.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <param name="backup">When the backup was made, as the operator says.</param>
    /// <param name="by">Who does it, for the audit log.</param>
    /// <param name="cancellationToken">Gives up; what is done is done, and the same may be run again.</param>
    /// <exception cref="InvalidDataException">A node does not keep the history: nothing was changed.</exception>
    public async Task<RestoreReport> RunAsync(DateTimeOffset backup, string by, CancellationToken cancellationToken)
    {
        var since = await StartAsync(backup, cancellationToken);
        await chain.RequireSinceAsync(since, cancellationToken);
        await chain.SettleAsync(cancellationToken);
        var open = await ReadUndecidedAsync(cancellationToken);
        var batches = (await store.ReadOpenBatchesAsync(cancellationToken)).ToLookup(batch => batch.WalletId);
        var report = new RestoreReport { Since = since };
        await foreach (var wallet in wallets.ReadAsync(cancellationToken))
        {
            var left = open[wallet.Id].ToList();
            if (await CompareAsync(wallet, left, report, by, cancellationToken))
            {
                await StopAsync(wallet, left, batches[wallet.Id], report, by, cancellationToken);
            }
        }

        await store.AcceptAsync(by, $"Compared with the chain since {since:O}: {report}", cancellationToken);
        return report;
    }

    /// <summary>The backup was made after the newest entry that it holds, so a later time that an operator gives by mistake hides nothing.</summary>
    private async Task<DateTimeOffset> StartAsync(DateTimeOffset backup, CancellationToken cancellationToken)
    {
        var newest = await store.ReadNewestTimeAsync(cancellationToken);
        return (newest < backup ? newest.Value : backup) - Margin;
    }

    /// <summary>
    /// Where the chain has executed what the database holds as the transfer's own, that decides: no other transaction can be its work, and
    /// the service will find its end.
    /// </summary>
    private async Task<ILookup<WalletId, OpenTransfer>> ReadUndecidedAsync(CancellationToken cancellationToken)
    {
        var undecided = new List<OpenTransfer>();
        foreach (var transfer in await store.ReadOpenAsync(cancellationToken))
        {
            var isExecuted = false;
            foreach (var signature in transfer.Attempts.Select(attempt => attempt.Signature).OfType<TransactionSignature>())
            {
                isExecuted = isExecuted || await chain.HasAsync(signature, cancellationToken);
            }

            if (!isExecuted)
            {
                undecided.Add(transfer);
            }
        }

        return undecided.ToLookup(transfer => transfer.WalletId);
    }

    /// <returns>Whether the wallet has paid what the database does not know.</returns>
    private async Task<bool> CompareAsync(
        Wallet wallet, List<OpenTransfer> open, RestoreReport report, string by, CancellationToken cancellationToken)
    {
        HashSet<SolanaAddress> own =
            [wallet.Address, .. (await addresses.ListAddressesAsync(wallet.Id, cancellationToken)).Select(known => known.Address)];
        var unknown = await FindUnknownAsync(own, report.Since, cancellationToken);
        if (unknown.Count == 0)
        {
            return false;
        }

        var signed = await store.FindSignedForCallersAsync([.. unknown.Select(transaction => transaction.MessageHash)], cancellationToken);
        var isLost = false;
        foreach (var transaction in await AdoptAsync(open, unknown, signed, report, by, cancellationToken))
        {
            HarmlessReason? reason = transaction.HasFailed ? HarmlessReason.Failed
                : signed.Contains(transaction.MessageHash) ? HarmlessReason.SignedForCaller
                : TransferMatch.IsWithinWallet(transaction, own) ? HarmlessReason.WithinWallet
                : null;
            if (reason is { } harmless)
            {
                report.Harmless.Add((wallet, transaction, harmless));
            }
            else
            {
                report.Lost.Add((wallet, transaction));
                isLost = true;
            }
        }

        return isLost;
    }

    /// <summary>From all of the wallet's addresses, since a transfer pays from the one that was current when it was requested.</summary>
    private async Task<IReadOnlyList<ExecutedTransaction>> FindUnknownAsync(
        IEnumerable<SolanaAddress> own, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var unknown = new List<ExecutedTransaction>();
        foreach (var address in own)
        {
            var signatures = await chain.ReadAsync(address, since, cancellationToken);
            var known = signatures.Count == 0 ? new HashSet<TransactionSignature>() : await store.FindKnownAsync(signatures, cancellationToken);
            foreach (var signature in signatures.Where(signature => !known.Contains(signature)))
            {
                if (await chain.FindOutgoingAsync(signature, address, cancellationToken) is { } outgoing)
                {
                    unknown.Add(outgoing);
                }
            }
        }

        return [.. unknown.DistinctBy(transaction => transaction.Signature)];
    }

    /// <summary>
    /// What is proven comes first, then payments that are equal and carry the mark of the transfer's id. An equal payment without it was
    /// made for a request that the backup does not know, and is lost: the open transfer may never have been paid, and the request may be
    /// repeated. What has failed comes last: a transfer is put down to a payment that was made before it is put down to one that was not.
    /// </summary>
    /// <returns>The transactions that no open transfer explains.</returns>
    private async Task<IReadOnlyList<ExecutedTransaction>> AdoptAsync(
        List<OpenTransfer> open,
        IReadOnlyList<ExecutedTransaction> transactions,
        IReadOnlySet<string> signedForCallers,
        RestoreReport report,
        string by,
        CancellationToken cancellationToken)
    {
        var left = transactions.OrderBy(transaction => transaction.HasFailed).ToList();
        Func<OpenTransfer, ExecutedTransaction, bool>[] rules =
        [
            TransferMatch.IsProven,
            (transfer, transaction) => !signedForCallers.Contains(transaction.MessageHash) && TransferMatch.IsEqual(transfer, transaction),
        ];
        foreach (var isMatch in rules)
        {
            foreach (var transaction in left.ToArray())
            {
                if (open.Find(transfer => isMatch(transfer, transaction)) is { } match
                    && await store.AdoptAsync(match.Id, transaction, by, cancellationToken))
                {
                    open.Remove(match);
                    left.Remove(transaction);
                    report.Adopted.Add((match, transaction));
                }
            }
        }

        return left;
    }

    private async Task StopAsync(
        Wallet wallet,
        IEnumerable<OpenTransfer> open,
        IEnumerable<OpenBatch> batches,
        RestoreReport report,
        string by,
        CancellationToken cancellationToken)
    {
        foreach (var transfer in open)
        {
            await store.HoldAsync(transfer.Id, by, cancellationToken);
            report.Held.Add(transfer);
        }

        foreach (var batch in batches)
        {
            await store.HoldBatchAsync(batch.Id, by, cancellationToken);
            report.HeldBatches.Add(batch);
        }

        var reason = "Restored from a backup: it has paid what the database does not know (docs/operations/backup.md)";
        await freezes.FreezeAsync(new Freeze(FreezeTarget.Of(wallet.Id), reason, by, time.GetUtcNow()), cancellationToken);
    }
}
