using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;

namespace WalletService.Simulation.Rules;

/// <summary>Puts the wrong part in the place of the right one.</summary>
internal static class RuleRemoval
{
    public static ITransferStore Without(this ITransferStore store, TakenOutRule rule) => rule switch
    {
        TakenOutRule.PersistBeforeSending => new ForgetfulTransferStore(store),
        TakenOutRule.Reservation => new UnreservingTransferStore(store),
        TakenOutRule.Idempotency => new RepeatingTransferStore(store),
        TakenOutRule.None or TakenOutRule.ProofOfDeath => store,
    };

    public static void TakeOut(this IServiceCollection services, TakenOutRule rule)
    {
        if (rule == TakenOutRule.ProofOfDeath)
        {
            var right = services.Single(descriptor => descriptor.ServiceType == typeof(ITransactionNetwork));
            services.Remove(right);
            services.AddSingleton<ITransactionNetwork>(provider => new CredulousNetwork(
                (ITransactionNetwork)ActivatorUtilities.CreateInstance(provider, right.ImplementationType!)));
        }
    }
}
