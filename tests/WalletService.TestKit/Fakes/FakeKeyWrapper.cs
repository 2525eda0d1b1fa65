using System.Security.Cryptography;
using System.Text;
using WalletService.Domain.Ports;

namespace WalletService.TestKit.Fakes;

/// <summary>A vault in memory that wraps data keys, counts what it is asked, and can be away.</summary>
public sealed class FakeKeyWrapper : IKeyWrapper
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);
    private int calls;

    /// <inheritdoc/>
    public string Provider => "fake";

    /// <summary>Whether every call fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>The key version that wraps.</summary>
    public int Version { get; set; } = 1;

    public int Calls => calls;

    /// <inheritdoc/>
    public Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken)
    {
        Ask();
        var bytes = new byte[NonceLength + dataKey.Length + TagLength];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            bytes.AsSpan(0, NonceLength),
            dataKey.Span,
            bytes.AsSpan(NonceLength, dataKey.Length),
            bytes.AsSpan(NonceLength + dataKey.Length),
            Encoding.UTF8.GetBytes(context));
        return Task.FromResult(new WrappedKey(bytes, $"fake/{Version}"));
    }

    /// <inheritdoc/>
    public Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellationToken)
    {
        Ask();
        var bytes = wrapped.Span;
        var dataKey = new byte[bytes.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(bytes[..NonceLength], bytes[NonceLength..^TagLength], bytes[^TagLength..], dataKey, Encoding.UTF8.GetBytes(context));
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new KeyUnusableException(KeyUnusableException.WrongKey, "The data key was wrapped by another vault, or was changed.", exception);
        }

        return Task.FromResult(dataKey);
    }

    private void Ask()
    {
        Interlocked.Increment(ref calls);
        if (IsAway)
        {
            throw new PortUnavailableException("kms", "The vault is away.");
        }
    }
}
