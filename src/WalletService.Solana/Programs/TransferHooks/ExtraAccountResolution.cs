using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>Finds one account after another, each from the call and from those found before it (spl-tlv-account-resolution).</summary>
/// <param name="hookProgram">The hook.</param>
/// <param name="callData">The data with which it is called.</param>
/// <param name="accounts">Those found so far.</param>
/// <param name="readAccountData">The data of an account; null when there is none.</param>
internal sealed class ExtraAccountResolution(
    Address hookProgram,
    ReadOnlyMemory<byte> callData,
    IReadOnlyList<AccountMeta> accounts,
    Func<Address, CancellationToken, Task<ReadOnlyMemory<byte>?>> readAccountData)
{
    private const byte EndOfSeeds = 0;
    private const byte LiteralSeed = 1;
    private const byte CallDataSeed = 2;
    private const byte AddressSeed = 3;
    private const byte AccountDataSeed = 4;

    private const byte AddressInCallData = 1;
    private const byte AddressInAccountData = 2;

    /// <summary>The bump takes the place of the sixteenth.</summary>
    private const int MostSeeds = ProgramDerivedAddress.MaxSeeds - 1;

    private readonly Dictionary<Address, ReadOnlyMemory<byte>?> read = [];

    /// <exception cref="TransferHookException">It cannot be found.</exception>
    public Task<Address> FindAsync(ExtraAccount account, CancellationToken cancellationToken) => account.Kind switch
    {
        ExtraAccount.Fixed => Task.FromResult(Address.FromBytes(account.Configuration.Span)),
        ExtraAccount.DerivedFromHook => DeriveAsync(hookProgram, account.Configuration, cancellationToken),
        ExtraAccount.KeptInData => ReadAddressAsync(account.Configuration, cancellationToken),
        >= ExtraAccount.DerivedFromOther =>
            DeriveAsync(AccountAt(account.Kind - ExtraAccount.DerivedFromOther), account.Configuration, cancellationToken),
        _ => throw new TransferHookException($"The hook names an account in a way that is not known ({account.Kind})."),
    };

    private async Task<Address> DeriveAsync(Address program, ReadOnlyMemory<byte> configuration, CancellationToken cancellationToken)
    {
        var seeds = new List<ReadOnlyMemory<byte>>();
        while (configuration.Length > 0 && configuration.Span[0] != EndOfSeeds)
        {
            var (seed, length) = await ReadSeedAsync(configuration, cancellationToken);
            if (seed.Length > ProgramDerivedAddress.MaxSeedLength || seeds.Count == MostSeeds)
            {
                throw new TransferHookException("The hook derives an account from seeds that are too long or too many.");
            }

            seeds.Add(seed);
            configuration = configuration[length..];
        }

        return ProgramDerivedAddress.Find(program, [.. seeds]).Address;
    }

    /// <summary>The first seed of a configuration, and how many bytes describe it.</summary>
    private async Task<(ReadOnlyMemory<byte> Seed, int Length)> ReadSeedAsync(
        ReadOnlyMemory<byte> configuration, CancellationToken cancellationToken)
    {
        const int LiteralHeader = 2;
        switch (configuration.Span[0])
        {
            case LiteralSeed:
                var length = At(configuration, 1);
                return (Slice(configuration, LiteralHeader, length, "a literal seed"), LiteralHeader + length);
            case CallDataSeed:
                return (Slice(callData, At(configuration, 1), At(configuration, 2), "the data of the call"), 3);
            case AddressSeed:
                return (AccountAt(At(configuration, 1)).Memory, 2);
            case AccountDataSeed:
                var data = await ReadDataAsync(At(configuration, 1), cancellationToken);
                return (Slice(data, At(configuration, 2), At(configuration, 3), "the data of an account"), 4);
            default:
                throw new TransferHookException($"The hook uses a kind of seed that is not known ({configuration.Span[0]}).");
        }
    }

    private async Task<Address> ReadAddressAsync(ReadOnlyMemory<byte> configuration, CancellationToken cancellationToken)
    {
        var bytes = configuration.Span[0] switch
        {
            AddressInCallData => Slice(callData, At(configuration, 1), Address.Length, "the data of the call"),
            AddressInAccountData => Slice(
                await ReadDataAsync(At(configuration, 1), cancellationToken), At(configuration, 2), Address.Length, "the data of an account"),
            _ => throw new TransferHookException("The hook says in an unknown way where the address of an account is."),
        };
        return Address.FromBytes(bytes.Span);
    }

    private async Task<ReadOnlyMemory<byte>> ReadDataAsync(byte index, CancellationToken cancellationToken)
    {
        var address = AccountAt(index);
        if (!read.TryGetValue(address, out var data))
        {
            data = await readAccountData(address, cancellationToken);
            read.Add(address, data);
        }

        return data ?? throw new TransferHookException($"The hook wants data of account {address}, which does not exist.");
    }

    private Address AccountAt(int index) => index < accounts.Count
        ? accounts[index].Address
        : throw new TransferHookException($"The hook refers to account {index} of the call, which has {accounts.Count} so far.");

    private static byte At(ReadOnlyMemory<byte> configuration, int index) => Slice(configuration, index, 1, "a seed").Span[0];

    private static ReadOnlyMemory<byte> Slice(ReadOnlyMemory<byte> bytes, int start, int length, string what) => start + length <= bytes.Length
        ? bytes.Slice(start, length)
        : throw new TransferHookException($"The hook wants bytes {start} to {start + length} of {what}, which has {bytes.Length}.");
}
