using System.Buffers.Binary;
using System.Security.Cryptography;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Simulation.Instances;

/// <summary>Holds the keys of all wallets; they are made from the seed, so that addresses and signatures replay.</summary>
internal sealed class SimulatedVault(ulong seed)
{
    public const string Provider = "simulated";

    private readonly Dictionary<string, byte[]> seeds = new(StringComparer.Ordinal);

    public WalletKey Create(string name)
    {
        var material = new byte[sizeof(ulong) + name.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(material, seed);
        System.Text.Encoding.ASCII.GetBytes(name, material.AsSpan(sizeof(ulong)));
        var secret = SHA256.HashData(material);
        seeds[name] = secret;
        return new WalletKey(Provider, name, SolanaAddress.FromBytes(Ed25519.PublicKeyFromSeed(secret)), "SOFTWARE");
    }

    /// <summary>The key as it is here, which has to be the one on record.</summary>
    public WalletKey Check(WalletKey key) => SolanaAddress.FromBytes(Ed25519.PublicKeyFromSeed(seeds[key.KeyVersionName])) == key.Address
        ? key
        : throw new KeyUnusableException(KeyUnusableException.WrongKey, $"{key.KeyVersionName} has another address than {key.Address}.");

    public byte[] Sign(WalletKey key, ReadOnlyMemory<byte> message) => Ed25519.Sign(seeds[key.KeyVersionName], message.Span);
}
