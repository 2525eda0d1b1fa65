using System.Text.Json;
using WalletService.Domain.Events;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Simulation.Callers;
using WalletService.Simulation.Chain;

namespace WalletService.Simulation.Checks;

/// <summary>What has to hold when everything has come to rest: records, chain, replies and events tell the same story.</summary>
internal sealed class FinalCheck(World world)
{
    public void Run()
    {
        foreach (var transfer in world.Oracle.Transfers)
        {
            CheckAgainstChain(transfer);
        }

        world.Payments.ToList().ForEach(CheckReplies);
        CheckStore();
        CheckLamports();
        foreach (var wallet in world.Wallets)
        {
            CheckEvents(world.Storage.Database.ReadEvents(wallet.Id));
        }
    }

    private static bool IsOf(Landing landing, Transfer transfer) => transfer.Attempt?.Signature.Value == landing.Transaction.Signature;

    private void CheckAgainstChain(Transfer transfer)
    {
        var landings = world.Chain.Landings.Where(landing => world.Oracle.IntentOf(landing.Transaction.Signature) == transfer.Id).ToList();
        var effects = landings.Where(landing => landing.Error is null).ToList();
        if (landings.Count > 1)
        {
            world.Oracle.Violate(transfer.Id, $"was executed {landings.Count} times");
        }

        var expected = transfer.Status switch
        {
            TransferStatus.Finalized => effects.Count == 1 && IsOf(effects[0], transfer),
            TransferStatus.Failed => effects.Count == 0 && landings.Count == 1,
            _ => landings.Count == 0,
        };
        if (!expected)
        {
            world.Oracle.Violate(transfer.Id, $"ended {transfer.Status}; on chain it has {effects.Count} effects in {landings.Count} executions");
        }

        if (effects.Count == 1 && transfer.Content is TransferContent.SolPayment payment
            && (effects[0].Transaction.Lamports != transfer.Lamports?.Value || effects[0].Transaction.Recipient != payment.To.Value))
        {
            world.Oracle.Violate(transfer.Id, $"paid {effects[0].Transaction.Lamports} to {effects[0].Transaction.Recipient}");
        }

        // The rules let through only what the wallet can pay, whatever else it pays at the same time.
        if (!world.MayOverdraw && landings.Exists(landing => landing.Error?.Contains("Custom", StringComparison.Ordinal) ?? false))
        {
            world.Oracle.Violate(transfer.Id, "was overdrawn on chain");
        }
    }

    private void CheckReplies(Payment payment)
    {
        var name = payment.Command.IdempotencyKey;
        if (payment.Replies.Select(reply => reply.Id).Distinct().Count() > 1)
        {
            world.Oracle.Violate(payment.Replies[0].Id, $"{name} made several transfers");
        }

        if (payment.Refusals.Count > 0 && payment.Replies.Count > 0)
        {
            world.Oracle.Violate(payment.Replies[0].Id, $"{name} was both taken and refused: {payment.Refusals[0].Code}");
        }

        if (payment.WasCancelled && payment.Replies.Count > 0
            && world.Oracle.Find(payment.Replies[0].Id) is not { Status: TransferStatus.Cancelled })
        {
            world.Oracle.Violate(payment.Replies[0].Id, $"{name} was called off, and did not stay so");
        }

        foreach (var reply in payment.Replies.Where(reply => reply.Status.IsEnd()))
        {
            if (world.Oracle.Find(reply.Id) is not { } committed || committed.Status != reply.Status)
            {
                world.Oracle.Violate(reply.Id, $"{name} was answered {reply.Status}, which is not what became of it");
            }
        }
    }

    private void CheckStore()
    {
        foreach (var wallet in world.Wallets)
        {
            var reserved = World.Now(world.Storage.Reservations.GetReservedAsync(wallet.Id, CancellationToken.None));
            if (reserved != Lamports.Zero)
            {
                world.Oracle.Violate(null, $"wallet {wallet.Address} still has {reserved} lamports reserved");
            }
        }

        foreach (var told in world.Oracle.Transfers)
        {
            var stored = World.Now(world.Storage.Transfers.FindAsync(told.UserId, told.Id, CancellationToken.None));
            if (stored?.Status != told.Status)
            {
                world.Oracle.Violate(told.Id, $"is {stored?.Status} in the store after {told.Status} was committed");
            }
        }
    }

    private void CheckLamports()
    {
        var now = world.Chain.Balances.Values.Aggregate(0UL, (sum, lamports) => sum + lamports);
        var fees = world.Chain.Landings.Aggregate(0UL, (sum, landing) => sum + landing.Transaction.Fee);
        if (now + fees != world.InitialLamports)
        {
            world.Oracle.Violate(null, $"{world.InitialLamports} lamports became {now} and {fees} in fees");
        }
    }

    /// <summary>Events are numbered without a gap, and the last one of a transfer tells its end.</summary>
    private void CheckEvents(IReadOnlyList<OutboxEvent> events)
    {
        for (var position = 0; position < events.Count; position++)
        {
            if (events[position].Sequence != position + 1)
            {
                world.Oracle.Violate(null, $"event {events[position].Sequence} stands at position {position + 1}");
            }
        }

        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var told in events.Where(entry => entry.Topic == EventTopics.Transactions))
        {
            using var data = JsonDocument.Parse(told.Data);
            last[data.RootElement.GetProperty("transactionId").GetString()!] = data.RootElement.GetProperty("status").GetString()!;
        }

        foreach (var transfer in world.Oracle.Transfers)
        {
            if (last.GetValueOrDefault(transfer.Id.ToString()) is { } status
                && !string.Equals(status, transfer.Status.ToString(), StringComparison.OrdinalIgnoreCase))
            {
                world.Oracle.Violate(transfer.Id, $"ended {transfer.Status}, and its last event says {status}");
            }
        }
    }
}
