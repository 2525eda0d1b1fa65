using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Host.Metrics;
using WalletService.Messaging.Events;

namespace WalletService.Host.Security;

/// <summary>Tells operators when the stored record of a wallet's key is not what the vault knows: somebody may have altered it.</summary>
public sealed partial class KeyMismatchAlarm(
    IWalletKeys inner, ServiceEventQueue events, WalletMetrics metrics, ILogger<KeyMismatchAlarm> logger) : IWalletKeys
{
    public string Provider => inner.Provider;

    public Task<WalletKey> PrepareAsync(WalletId walletId, CancellationToken cancellationToken) =>
        inner.PrepareAsync(walletId, cancellationToken);

    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        inner.CreateAsync(walletId, cancellationToken);

    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        inner.RenewAsync(walletId, keyNumber, cancellationToken);

    public async Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            return await inner.SignAsync(walletId, key, message, cancellationToken);
        }
        catch (KeyUnusableException exception) when (exception.IsMismatch)
        {
            Raise(walletId, exception);
            throw;
        }
    }

    public async Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        try
        {
            await inner.CheckAsync(walletId, key, cancellationToken);
        }
        catch (KeyUnusableException exception) when (exception.IsMismatch)
        {
            Raise(walletId, exception);
            throw;
        }
    }

    private void Raise(WalletId walletId, KeyUnusableException mismatch)
    {
        LogMismatch(walletId.ToString(), mismatch.Reason, mismatch.Message);
        metrics.RecordKeyMismatch(mismatch.Reason);
        events.Tell(ErrorEvents.SecurityViolation("key.mismatch", mismatch.Message, walletId.ToString()));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Wallet {WalletId} signs nothing, its key is not the vault's ({Reason}): {Detail}")]
    private partial void LogMismatch(string walletId, string reason, string detail);
}
