using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Simulation.Instances;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Callers;

/// <summary>
/// Brings requests to processes and replies to callers, as a broker does: at least once, to any process, again when a process died with
/// the request in its hands or could not serve it. Callers also send a request twice for no reason, and change their minds.
/// </summary>
internal sealed class CallerDesk(World world, Randomness randomness)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    private readonly List<Delivery> inHand = [];

    public void Send(Payment payment, TimeSpan after)
    {
        for (var copies = randomness.Chance(0.4) ? randomness.Between(2, 3) : 1; copies > 0; copies--)
        {
            payment.Outstanding++;
            world.Scheduler.After(after + (randomness.Chance(0.5) ? TimeSpan.Zero : randomness.Milliseconds(0, 20_000)), () => Deliver(payment));
        }

        if (randomness.Chance(0.15))
        {
            world.Scheduler.After(after + randomness.Milliseconds(0, 40_000), () => Cancel(payment));
        }
    }

    /// <summary>Whatever the dead process had in hand goes to another one, a moment later.</summary>
    public void Redeliver(Realm dead)
    {
        foreach (var lost in inHand.Where(delivery => delivery.Realm == dead).ToList())
        {
            inHand.Remove(lost);
            DeliverLater(lost.Payment);
        }
    }

    private void DeliverLater(Payment payment) => world.Scheduler.After(randomness.Milliseconds(100, 4_000), () => Deliver(payment));

    private void Deliver(Payment payment)
    {
        if (PickInstance() is not { } instance)
        {
            DeliverLater(payment);
            return;
        }

        var delivery = new Delivery(payment, instance.Realm);
        inHand.Add(delivery);
        world.Story.Tell($"{instance.Realm.Name} gets {payment.Name}");
        instance.Realm.Post(_ => _ = HandleAsync(delivery, instance.UseCases), null);
    }

    /// <summary>A caller calls its request off. Nothing depends on this being heard, so it is sent once.</summary>
    private void Cancel(Payment payment)
    {
        if (PickInstance() is { } instance)
        {
            instance.Realm.Post(_ => _ = CancelAsync(payment, instance.UseCases), null);
        }
    }

    private ServiceInstance? PickInstance()
    {
        var up = world.Instances.Where(instance => instance.IsUp).ToList();
        return up.Count == 0 ? null : randomness.Pick(up);
    }

    /// <summary>What a consumer does, inside the process.</summary>
    private async Task HandleAsync(Delivery delivery, UseCases useCases)
    {
        var payment = delivery.Payment;
        try
        {
            var result = await SubmitAsync(payment, useCases);
            if (!result.TryGetValue(out var transfer, out var refusal))
            {
                Answer(delivery, () => payment.Refusals.Add(refusal));
                return;
            }

            var waited = await useCases.Waiter.WaitAsync(transfer, payment.WaitFor, LongestWait, CancellationToken.None);
            Answer(delivery, () => payment.Replies.Add(waited));
        }
        catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException)
        {
            if (inHand.Remove(delivery))
            {
                DeliverLater(payment);
            }
        }
        catch (Exception exception)
        {
            world.Oracle.Violate(null, $"{payment.Name} broke {delivery.Realm.Name}: {exception}");
        }
    }

    private Task<Result<Transfer>> SubmitAsync(Payment payment, UseCases useCases)
    {
        var command = payment.Command;
        if (!payment.IsOwnTransaction)
        {
            return useCases.Transfers.SubmitAsync(command, CancellationToken.None);
        }

        payment.WireTransaction ??= OwnTransactions.Build(
            world.Wallets.Single(wallet => wallet.Id == command.WalletId).Address,
            command.Recipient,
            command.Lamports!.Value,
            OwnTransactions.BlockhashOf(world.Chain, payment.BlockhashAge));
        return useCases.OwnTransactions.SubmitAsync(
            command.Caller,
            command.UserId,
            command.WalletId,
            new CallerRequest(payment.WireTransaction.Value),
            command.IdempotencyKey,
            CancellationToken.None);
    }

    private async Task CancelAsync(Payment payment, UseCases useCases)
    {
        try
        {
            var (caller, user) = (payment.Command.Caller, payment.Command.UserId);
            var found = await useCases.Lookup.GetAsync(user, payment.Command.IdempotencyKey, CancellationToken.None);
            if (found.TryGetValue(out var record, out _))
            {
                var cancelled = await useCases.Cancellations.CancelAsync(caller, user, record.Transfer.Id, CancellationToken.None);
                payment.WasCancelled |= cancelled.TryGetValue(out _, out _);
            }
        }
        catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException)
        {
            world.Story.Tell($"{payment.Name} could not be called off: {exception.Message}");
        }
    }

    private void Answer(Delivery delivery, Action note)
    {
        if (inHand.Remove(delivery))
        {
            note();
            delivery.Payment.Outstanding--;
            world.Story.Tell($"{delivery.Realm.Name} answers {delivery.Payment.Name}");
        }
    }

    private sealed record Delivery(Payment Payment, Realm Realm);
}
