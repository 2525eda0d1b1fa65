using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;
using WalletService.TestKit.Contracts;

namespace WalletService.Embedded.Tests.Storage;

/// <summary>The embedded store as the contract suites see it.</summary>
internal static class EmbeddedStorage
{
    public static Task<StorageUnderTest> OpenAsync(TimeProvider time)
    {
        var services = new ServiceCollection().AddSingleton(time).AddEmbeddedStorage().BuildServiceProvider(validateScopes: true);
        return Task.FromResult(new StorageUnderTest(services, new Inspection(services.GetRequiredService<EmbeddedDatabase>())));
    }

    private sealed class Inspection(EmbeddedDatabase database) : IStorageInspection
    {
        public Task SetStatusAsync(WalletId walletId, WalletStatus status)
        {
            database.SetStatus(walletId, status);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<OutboxEvent>> ReadEventsAsync(WalletId walletId) => Task.FromResult(database.ReadEvents(walletId));

        public Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(WalletId walletId) => Task.FromResult(database.ReadAudit(walletId));
    }
}
