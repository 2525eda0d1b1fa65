using System.Collections.Concurrent;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.TestKit.Fakes;

/// <summary>Ed25519 keys in memory, with the behaviour of a vault that can be away or refuse.</summary>
public sealed class FakeWalletKeys(string provider = "fake") : IKeyVault
{
    private readonly ConcurrentDictionary<WalletKeyId, (WalletKey Key, byte[] Seed)> keys = new();

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Runs before each signature is made.</summary>
    public Func<Task>? BeforeSigning { get; set; }

    public int SignCalls => signCalls;

    private int signCalls;

    public string Provider => provider;

    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        MakeAsync(new WalletKeyId(walletId, WalletKeyId.First), cancellationToken);

    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        MakeAsync(new WalletKeyId(walletId, keyNumber), cancellationToken);

    private Task<WalletKey> MakeAsync(WalletKeyId keyId, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ThrowWhenFailing();
        var (key, _) = keys.GetOrAdd(keyId, id =>
        {
            var (seed, publicKey) = Ed25519.GenerateKey();
            return (new WalletKey(Provider, $"fake/keys/{id}/1", SolanaAddress.FromBytes(publicKey), "SOFTWARE"), seed);
        });
        return Task.FromResult(key);
    }

    public async Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (message.IsEmpty)
        {
            throw new ArgumentException("An empty message is never signed.", nameof(message));
        }

        CheckOwner(walletId, key);
        Interlocked.Increment(ref signCalls);
        if (BeforeSigning is not null)
        {
            await BeforeSigning();
        }

        ThrowWhenFailing();
        return Ed25519.Sign(SeedOf(key), message.Span);
    }

    public Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckOwner(walletId, key);
        ThrowWhenFailing();
        SeedOf(key);
        return Task.CompletedTask;
    }

    private void CheckOwner(WalletId walletId, WalletKey key)
    {
        var own = keys.Where(pair => pair.Key.WalletId == walletId).Select(pair => pair.Value.Key).ToArray();
        if (own.Length > 0 && !own.Contains(key))
        {
            var isName = own.All(known => known.KeyVersionName != key.KeyVersionName);
            throw new KeyUnusableException(
                isName ? KeyUnusableException.WrongWallet : KeyUnusableException.WrongKey, $"{key} is no key of wallet {walletId}.");
        }
    }

    private byte[] SeedOf(WalletKey key) => keys.Values.Where(pair => pair.Key == key).Select(pair => pair.Seed).SingleOrDefault()
        ?? throw new KeyUnusableException("not_found", $"There is no key {key.KeyVersionName} with the address {key.Address}.");

    private void ThrowWhenFailing()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
