using WalletService.Simulation.Instances;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Callers;

/// <summary>
/// Brings requests to processes and replies to callers, as a broker does: at least once, to any process, again when a process died with
/// the request in its hands or could not serve it. Callers also send a request twice for no reason.
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
        var up = world.Instances.Where(instance => instance.IsUp).ToList();
        if (up.Count == 0)
        {
            DeliverLater(payment);
            return;
        }

        var instance = randomness.Pick(up);
        var delivery = new Delivery(payment, instance.Realm);
        inHand.Add(delivery);
        world.Story.Tell($"{instance.Realm.Name} gets {payment.Command.IdempotencyKey}");
        instance.Realm.Post(_ => _ = HandleAsync(delivery, instance), null);
    }

    /// <summary>What a consumer does, inside the process.</summary>
    private async Task HandleAsync(Delivery delivery, ServiceInstance instance)
    {
        var payment = delivery.Payment;
        try
        {
            var result = await instance.UseCases.Transfers.SubmitAsync(payment.Command, CancellationToken.None);
            if (!result.TryGetValue(out var transfer, out var refusal))
            {
                Answer(delivery, () => payment.Refusals.Add(refusal));
                return;
            }

            var waited = await instance.UseCases.Waiter.WaitAsync(transfer, payment.WaitFor, LongestWait, CancellationToken.None);
            Answer(delivery, () => payment.Replies.Add(waited));
        }
        catch (Exception exception) when (exception is Domain.Ports.PortUnavailableException or Domain.Ports.OutcomeUnknownException)
        {
            if (inHand.Remove(delivery))
            {
                DeliverLater(payment);
            }
        }
        catch (Exception exception)
        {
            world.Oracle.Violate(null, $"{payment.Command.IdempotencyKey} broke {delivery.Realm.Name}: {exception}");
        }
    }

    private void Answer(Delivery delivery, Action note)
    {
        if (inHand.Remove(delivery))
        {
            note();
            delivery.Payment.Outstanding--;
            world.Story.Tell($"{delivery.Realm.Name} answers {delivery.Payment.Command.IdempotencyKey}");
        }
    }

    private sealed record Delivery(Payment Payment, Realm Realm);
}
