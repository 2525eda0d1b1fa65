using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>Those who pay, those who are paid, and the tokens they pay with, put on a local network.</summary>
internal sealed class PaymentStage
{
    private const ulong Riches = 1_000_000_000_000;

    public required TestKey[] Payers { get; init; }

    public required TestKey[] Wallets { get; init; }

    /// <summary>One of each program; everybody has an account.</summary>
    public required TestToken[] Tokens { get; init; }

    /// <summary>Tokens of which only the payers have accounts.</summary>
    public required TestToken[] NewTokens { get; init; }

    /// <summary>A token of which nobody has an account.</summary>
    public required TestToken EmptyToken { get; init; }

    /// <summary>Holds every wallet.</summary>
    public required LookupTable Table { get; init; }

    /// <param name="walletLamports">What each wallet has from the beginning.</param>
    public static async Task<PaymentStage> SetAsync(LocalnetProcess localnet, IReadOnlyList<TestKey> wallets, ulong walletLamports)
    {
        var stage = new PaymentStage
        {
            Payers = [.. Enumerable.Range(0, 8).Select(_ => TestKey.Create())],
            Wallets = [.. wallets],
            Tokens = [TestToken.Create(TokenProgram.Id), TestToken.Create(TokenProgram.Token2022Id)],
            NewTokens = [TestToken.Create(TokenProgram.Id), TestToken.Create(TokenProgram.Token2022Id)],
            EmptyToken = TestToken.Create(TokenProgram.Id),
            Table = new LookupTable(TestKey.Create().Address, [.. wallets.Select(wallet => wallet.Address)]),
        };
        foreach (var (key, lamports) in stage.Payers.Select(key => (key, Riches)).Concat(wallets.Select(key => (key, walletLamports))))
        {
            await PutAsync(localnet, key.Address, lamports, [], SystemProgram.Id);
        }

        foreach (var token in (IEnumerable<TestToken>)[.. stage.Tokens, .. stage.NewTokens, stage.EmptyToken])
        {
            await PutAsync(localnet, token.Mint, 10_000_000, token.MintData(), token.Program);
        }

        foreach (var (token, holder) in stage.Tokens.SelectMany(token => stage.Payers.Concat(wallets).Select(holder => (token, holder)))
            .Concat(stage.NewTokens.SelectMany(token => stage.Payers.Select(holder => (token, holder)))))
        {
            await PutAsync(localnet, token.AccountOf(holder), 10_000_000, token.AccountData(holder, Riches), token.Program);
        }

        await PutAsync(localnet, stage.Table.Address, 10_000_000, TableData(stage.Table), AddressLookupTable.ProgramId);
        return stage;
    }

    private static async Task PutAsync(LocalnetProcess localnet, Address address, ulong lamports, byte[] data, Address owner) =>
        await localnet.ControlAsync(
            "account", new { pubkey = address.ToString(), lamports, data = Convert.ToBase64String(data), owner = owner.ToString() });

    /// <summary>An active table that nobody can change: state 1, not deactivated, last extended at slot 0, then the addresses.</summary>
    private static byte[] TableData(LookupTable table)
    {
        const int MetaLength = 56;
        var data = new byte[MetaLength + (table.Addresses.Count * Address.Length)];
        BinaryPrimitives.WriteUInt32LittleEndian(data, 1);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(4), ulong.MaxValue);
        for (var index = 0; index < table.Addresses.Count; index++)
        {
            table.Addresses[index].Span.CopyTo(data.AsSpan(MetaLength + (index * Address.Length)));
        }

        return data;
    }
}

/// <summary>A key pair in memory.</summary>
internal sealed class TestKey
{
    private readonly byte[] seed;

    private TestKey(byte[] seed, byte[] publicKey)
    {
        this.seed = seed;
        Address = Address.FromBytes(publicKey);
    }

    public Address Address { get; }

    public static TestKey Create()
    {
        var (seed, publicKey) = Ed25519.GenerateKey();
        return new TestKey(seed, publicKey);
    }

    public Signature Sign(ReadOnlyMemory<byte> message) => Signature.FromBytes(Ed25519.Sign(seed, message.Span));
}

/// <summary>A mint without extensions, of either program.</summary>
internal sealed record TestToken(Address Program, Address Mint)
{
    public const byte Decimals = 6;

    public static TestToken Create(Address program) => new(program, TestKey.Create().Address);

    public Address AccountOf(TestKey owner) => AssociatedTokenProgram.FindAddress(owner.Address, Program, Mint);

    public byte[] MintData()
    {
        const int MintLength = 82;
        var data = new byte[MintLength];
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(36), ulong.MaxValue);
        data[44] = Decimals;
        data[45] = 1;
        return data;
    }

    public byte[] AccountData(TestKey owner, ulong amount)
    {
        const int AccountLength = 165;
        var data = new byte[AccountLength];
        Mint.Span.CopyTo(data);
        owner.Address.Span.CopyTo(data.AsSpan(32));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(64), amount);
        data[108] = 1;
        return data;
    }
}
