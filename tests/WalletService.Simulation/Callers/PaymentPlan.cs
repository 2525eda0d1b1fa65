using WalletService.Domain.Management;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Simulation.Chain;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Callers;

/// <summary>What the callers want: small sums, equal ones, everything, too much; to strangers and to each other.</summary>
internal sealed class PaymentPlan(IReadOnlyList<Wallet> wallets, IReadOnlyList<SolanaAddress> strangers, Randomness randomness)
{
    /// <summary>Memos that a caller gives, now and then.</summary>
    private static readonly string?[] Memos = [null, null, "invoice 7"];

    public IReadOnlyList<Payment> Make(int count)
    {
        var payments = new List<Payment>();
        for (var number = 0; number < count; number++)
        {
            var repeated = payments.Count > 0 && randomness.Chance(0.3) ? randomness.Pick(payments).Command : null;
            var command = repeated ?? NewCommand();
            payments.Add(new Payment(
                command with { IdempotencyKey = IdempotencyKey.Parse($"request-{number}") },
                randomness.Pick([TransferStatus.Submitted, TransferStatus.Confirmed, TransferStatus.Finalized])));
        }

        return payments;
    }

    private TransferSolCommand NewCommand()
    {
        var wallet = randomness.Pick(wallets);
        return new TransferSolCommand(
            wallet.UserId,
            wallet.Id,
            PickRecipient(wallet),
            PickAmount(),
            randomness.Pick(Memos),
            IdempotencyKey.Parse("unnamed"));
    }

    private SolanaAddress PickRecipient(Wallet wallet)
    {
        var others = wallets.Where(other => other.Id != wallet.Id).ToList();
        return others.Count > 0 && randomness.Chance(0.3) ? randomness.Pick(others).Address : randomness.Pick(strangers);
    }

    /// <summary>Null is "max".</summary>
    private Lamports? PickAmount() => randomness.Below(10) switch
    {
        0 => null,
        1 => new Lamports(50_000_000_000),
        2 => new Lamports((ulong)randomness.Between(1, 100)),
        3 or 4 => new Lamports(300_000_000),
        _ => new Lamports(ChainRuntime.RentMinimum + (ulong)randomness.Between(0, 40_000_000)),
    };
}
