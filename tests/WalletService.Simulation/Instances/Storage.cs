using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Instances;

/// <summary>What survives every crash: the embedded adapters over one database.</summary>
internal sealed class Storage
{
    public Storage(Scheduler scheduler)
    {
        var provider = new ServiceCollection()
            .AddSingleton<TimeProvider>(new VirtualTime(scheduler, realm: null))
            .AddEmbeddedStorage()
            .BuildServiceProvider();
        Wallets = provider.GetRequiredService<IWalletStore>();
        Transfers = provider.GetRequiredService<ITransferStore>();
        Queue = provider.GetRequiredService<ITransferQueue>();
        Reservations = provider.GetRequiredService<IReservations>();
        PaymentHistory = provider.GetRequiredService<IPaymentHistory>();
        ServiceEvents = provider.GetRequiredService<IServiceEvents>();
        Database = provider.GetRequiredService<EmbeddedDatabase>();
    }

    public IWalletStore Wallets { get; }

    public ITransferStore Transfers { get; }

    public ITransferQueue Queue { get; }

    public IReservations Reservations { get; }

    public IPaymentHistory PaymentHistory { get; }

    public IServiceEvents ServiceEvents { get; }

    public EmbeddedDatabase Database { get; }

    public async Task<Wallet> AddWalletAsync(UserId user, WalletId id, WalletKey key)
    {
        var request = new NewWallet(
            id,
            user,
            CallerId.Unidentified,
            WalletLabel.Parse("simulated"),
            IdempotencyKey.Parse($"create-{id}"),
            RequestFingerprint.Of("create", id.ToString()),
            Scheduler.Start);
        await Wallets.ReserveAsync(request, CancellationToken.None);
        return await Wallets.CompleteAsync(id, key, CancellationToken.None);
    }
}
