namespace WalletService.Domain.Ports;

/// <summary>Protects data keys, under which names are encrypted at rest, by a key that never leaves the vault.</summary>
/// <remarks>
/// Both methods throw <see cref="PortUnavailableException"/> when the vault can't be reached and the call may be repeated, and
/// <see cref="KeyUnusableException"/> when it refuses, or the bytes or their context were changed.
/// </remarks>
public interface IKeyWrapper
{
    /// <summary>The word that stands beside a wrapped key, to know who opens it: that of the vault (<see cref="IWalletKeys.Provider"/>).</summary>
    string Provider { get; }

    /// <param name="context">What the data key is for: it opens only with the same.</param>
    Task<WrappedKey> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken cancellationToken);

    Task<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken cancellationToken);
}

/// <param name="WrappedBy">The vault's name of the key version that wrapped it.</param>
public sealed record WrappedKey(byte[] Bytes, string WrappedBy);

/// <summary>The vaults that wrap data keys.</summary>
/// <param name="Preferred">Wraps new data keys, and those that are wrapped anew.</param>
/// <param name="All">Open what they wrapped before, the preferred one among them.</param>
public sealed record KeyWrappers(IKeyWrapper Preferred, IReadOnlyCollection<IKeyWrapper> All);
