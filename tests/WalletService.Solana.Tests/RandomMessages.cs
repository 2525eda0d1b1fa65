using WalletService.Solana.Messages;

namespace WalletService.Solana.Tests;

/// <summary>Messages made up from a seed: few accounts in many roles, so that every merging rule comes to bear.</summary>
internal sealed class RandomMessages(int seed)
{
    private readonly Random random = new(seed);

    public Address Address() => Solana.Address.FromBytes(Bytes(32));

    public Blockhash Blockhash() => Solana.Blockhash.FromBytes(Bytes(32));

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A fee payer, instructions over a pool of accounts, and lookup tables with part of the pool.</summary>
    public (Address FeePayer, IReadOnlyList<Instruction> Instructions, IReadOnlyList<LookupTable> Tables) Next()
    {
        var pool = Enumerable.Range(0, random.Next(2, 9)).Select(_ => Address()).ToArray();
        var programs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Address()).ToArray();
        var instructions = Enumerable.Range(0, random.Next(1, 6))
            .Select(_ => new Instruction(
                Pick(programs),
                [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new AccountMeta(Pick(pool), random.Next(8) == 0, random.Next(2) == 0))],
                Bytes(random.Next(0, 40))))
            .ToList();
        var tables = Enumerable.Range(0, random.Next(0, 3))
            .Select(_ => new LookupTable(Address(), [.. pool.Where(_ => random.Next(2) == 0), Address(), .. pool.Where(_ => random.Next(3) == 0)]))
            .ToList();
        return (random.Next(4) == 0 ? pool[0] : Address(), instructions, tables);
    }

    private T Pick<T>(T[] items) => items[random.Next(items.Length)];
}
