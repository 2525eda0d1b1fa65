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

    /// <summary>For how long callers want their payments signed; null for the service's setting.</summary>
    private static readonly TimeSpan?[] Validities = [null, null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(3)];

    public IReadOnlyList<Payment> Make(int count)
    {
        var payments = new List<Payment>();
        for (var number = 0; number < count; number++)
        {
            var repeated = payments.Count > 0 && randomness.Chance(0.3) ? randomness.Pick(payments) : null;
            var command = repeated?.Command ?? NewCommand();
            payments.Add(new Payment(
                command with { IdempotencyKey = IdempotencyKey.Parse($"request-{number}") },
                randomness.Pick([TransferStatus.Submitted, TransferStatus.Confirmed, TransferStatus.Finalized]))
            {
                IsOwnTransaction = repeated?.IsOwnTransaction ?? (command.Lamports is not null && command.Memo is null && randomness.Chance(0.25)),
                BlockhashAge = randomness.Pick([0, 0, 20, 120, 149, 160]),
            });
        }

        return payments;
    }

    private TransferSolCommand NewCommand()
    {
        var wallet = randomness.Pick(wallets);
        return new TransferSolCommand(
            CallerId.Unidentified,
            wallet.UserId,
            wallet.Id,
            PickRecipient(wallet),
            PickAmount(),
            randomness.Pick(Memos),
            IdempotencyKey.Parse("unnamed"),
            randomness.Pick(Validities));
    }

    private SolanaAddress PickRecipient(Wallet wallet)
    {
        var others = wallets.Where(other => other.Id != wallet.Id).ToList();
        return others.Count > 0 && randomness.Chance(0.3) ? randomness.Pick(others).Address : randomness.Pick(strangers);
    }

    /// <summary>Null is "max".</summary>
    private Lamports? PickAmount() => randomness.Below(16) switch
    {
        0 => null,
        1 => new Lamports(50_000_000_000),
        2 => new Lamports((ulong)randomness.Between(1, 100)),
        3 => new Lamports(300_000_000),
        _ => new Lamports(ChainRuntime.RentMinimum + (ulong)randomness.Between(0, 40_000_000)),
    };
}
