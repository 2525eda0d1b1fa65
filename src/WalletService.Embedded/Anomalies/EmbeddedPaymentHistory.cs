using WalletService.Domain.Anomalies;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Anomalies;

internal sealed class EmbeddedPaymentHistory(EmbeddedDatabase database) : IPaymentHistory
{
    public Task<PaymentHistory> ReadAsync(NewPayment payment, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            Transfer[] others =
            [
                .. database.Transfers.Values
                    .Select(stored => stored.Transfer)
                    .Where(transfer => transfer.UserId == payment.UserId && transfer.Id != payment.Source),
            ];
            Transfer[] ofWallet = [.. others.Where(transfer => transfer.WalletId == payment.WalletId)];
            var paid = others.Where(transfer => transfer.Times.ConfirmedAt is not null).SelectMany(RecipientsOf).ToHashSet();
            SolanaAddress[] familiar = [.. paid, .. database.Addresses.Where(line => line.Key.User == payment.UserId).Select(line => line.Value.Address)];
            var recipients = payment.Movements.Select(movement => movement.Recipient).OfType<SolanaAddress>().Distinct().ToArray();
            return Task.FromResult(new PaymentHistory
            {
                Recent = ofWallet.Count(transfer => transfer.Times.ReceivedAt > payment.RecentSince),
                Amounts = payment.Movements.Select(movement => movement.Asset).Distinct()
                    .ToDictionary(asset => asset, asset => AmountsOf(ofWallet, asset)),
                Known = recipients.Where(paid.Contains).ToHashSet(),
                LookAlikes = recipients
                    .Select(recipient => (Recipient: recipient, Alike: familiar.FirstOrDefault(other => PaymentHistory.LookAlike(recipient, other))))
                    .Where(pair => pair.Alike is not null)
                    .ToDictionary(pair => pair.Recipient, pair => pair.Alike!),
            });
        }
    }

    private static IReadOnlyList<UInt128> AmountsOf(Transfer[] transfers, Asset asset) =>
    [
        .. transfers
            .Where(transfer => !transfer.MovedNothing())
            .OrderByDescending(transfer => transfer.Id.Value)
            .Select(transfer => PolicySubjects.MovementsOf(transfer).Where(movement => movement.Asset == asset).ToArray())
            .Where(movements => movements.Length > 0)
            .Take(PaymentHistory.MostAmounts)
            .Select(movements => movements.Aggregate(UInt128.Zero, (sum, movement) => sum + movement.Amount)),
    ];

    private static IEnumerable<SolanaAddress> RecipientsOf(Transfer transfer) =>
        PolicySubjects.MovementsOf(transfer).Select(movement => movement.Recipient).OfType<SolanaAddress>();
}
