using System.Diagnostics;
using WalletService.Domain.Ports;
using WalletService.Domain.Tracing;
using WalletService.Domain.Values;

namespace WalletService.Host.Metrics;

/// <summary>Counts, times and traces the uses of the vault, whichever it is.</summary>
public sealed class MeasuredWalletKeys(IWalletKeys inner, WalletMetrics metrics, TimeProvider time) : IWalletKeys
{
    public string Provider => inner.Provider;

    public Task<WalletKey> PrepareAsync(WalletId walletId, CancellationToken cancellationToken) =>
        MeasureAsync("prepare", () => inner.PrepareAsync(walletId, cancellationToken));

    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        MeasureAsync("create", () => inner.CreateAsync(walletId, cancellationToken));

    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        MeasureAsync("renew", () => inner.RenewAsync(walletId, keyNumber, cancellationToken));

    public Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        MeasureAsync("sign", () => inner.SignAsync(walletId, key, message, cancellationToken));

    public Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) =>
        MeasureAsync("check", async () =>
        {
            await inner.CheckAsync(walletId, key, cancellationToken);
            return true;
        });

    private async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> call)
    {
        using var activity = Traces.Within($"vault {operation}", ActivityKind.Client);
        var started = time.GetTimestamp();
        var success = false;
        try
        {
            var result = await call();
            success = true;
            return result;
        }
        finally
        {
            metrics.RecordKeyUse(operation, time.GetElapsedTime(started), success);
        }
    }
}
