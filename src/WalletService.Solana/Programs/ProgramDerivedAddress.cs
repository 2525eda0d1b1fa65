using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace WalletService.Solana.Programs;

/// <summary>Addresses that belong to a program: a hash of seeds and the program's id that is no point of the curve.</summary>
public static class ProgramDerivedAddress
{
    /// <summary>Most seeds, the bump included.</summary>
    public const int MaxSeeds = 16;

    /// <summary>Most bytes of one seed.</summary>
    public const int MaxSeedLength = 32;

    /// <summary>The first address off the curve, trying the bump 255 and downwards as the last seed.</summary>
    /// <exception cref="ArgumentException">Too many seeds, or one too long.</exception>
    public static (Address Address, byte Bump) Find(Address programId, params ReadOnlySpan<ReadOnlyMemory<byte>> seeds)
    {
        for (var bump = (int)byte.MaxValue; bump >= 0; bump--)
        {
            if (TryCreate(programId, out var address, [.. seeds, new byte[] { (byte)bump }]))
            {
                return (address, (byte)bump);
            }
        }

        throw new InvalidOperationException("No bump gives an address off the curve.");
    }

    /// <summary>The address of exactly these seeds; false when it happens to be on the curve and so is no program's address.</summary>
    /// <exception cref="ArgumentException">Too many seeds, or one too long.</exception>
    public static bool TryCreate(Address programId, [NotNullWhen(true)] out Address? address, params ReadOnlySpan<ReadOnlyMemory<byte>> seeds)
    {
        if (seeds.Length > MaxSeeds)
        {
            throw new ArgumentException($"At most {MaxSeeds} seeds are allowed.", nameof(seeds));
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var seed in seeds)
        {
            if (seed.Length > MaxSeedLength)
            {
                throw new ArgumentException($"A seed has at most {MaxSeedLength} bytes.", nameof(seeds));
            }

            hash.AppendData(seed.Span);
        }

        hash.AppendData(programId.Span);
        hash.AppendData("ProgramDerivedAddress"u8);
        Span<byte> digest = stackalloc byte[Address.Length];
        hash.GetHashAndReset(digest);
        address = Ed25519.IsOnCurve(digest) ? null : Address.FromBytes(digest);
        return address is not null;
    }
}
