using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>A network whose clock stands still but for the blocks that the issuer of tokens makes.</summary>
public sealed class MintsFixture : IAsyncLifetime
{
    private const ulong PayerLamports = 1_000_000_000;

    private readonly HttpClient http = new();
    private readonly Address feePayer = TestWallet.Create().Address.ToKitAddress();

    public LocalnetProcess Localnet { get; private set; } = null!;

    public TokenIssuer Issuer { get; private set; } = null!;

    public SolanaRpcClient Rpc { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Localnet = await LocalnetProcess.StartAsync(slotMilliseconds: 0);
        Issuer = TokenIssuer.Start(Localnet, makesBlocks: true);
        Rpc = new SolanaRpcClient(http, Localnet.RpcUrl);
        await Localnet.ControlAsync("account", new { pubkey = feePayer.ToString(), lamports = PayerLamports });
    }

    public async Task DisposeAsync()
    {
        await Issuer.DisposeAsync();
        await Localnet.DisposeAsync();
        http.Dispose();
    }

    public async Task<ReadOnlyMemory<byte>?> ReadAsync(Address address) =>
        (await Rpc.GetAccountInfoAsync(address, RpcCommitment.Processed)).Value?.Data;

    public async Task<Mint> ReadMintAsync(string mint)
    {
        Assert.True(Mint.TryParse((await ReadAsync(Address.Parse(mint)))!.Value.Span, out var parsed));
        return parsed;
    }

    public async Task<TokenAccount> ReadTokenAccountAsync(string address)
    {
        Assert.True(TokenAccount.TryParse((await ReadAsync(Address.Parse(address)))!.Value.Span, out var parsed));
        return parsed;
    }

    /// <summary>The chain's clock: slot, start of the epoch, epoch, next epoch, then Unix time.</summary>
    public async Task<(ulong Epoch, long UnixTime)> ReadClockAsync()
    {
        var clock = (await ReadAsync(WellKnownAddresses.ClockSysvar))!.Value;
        return (
            BinaryPrimitives.ReadUInt64LittleEndian(clock.Span[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(clock.Span[32..]));
    }

    /// <summary>Whether the network would carry out instructions, signed by all who have to; the custom error if not.</summary>
    public async Task<(bool Succeeds, uint? CustomError)> SimulateAsync(params Instruction[] instructions)
    {
        var message = MessageCompiler.CompileLegacy(feePayer, instructions, Blockhash.FromBytes(new byte[32]));
        var wire = WalletService.Solana.Transactions.Transaction.Create(message).Serialize();
        var options = new SimulateOptions { Commitment = RpcCommitment.Processed, ReplaceRecentBlockhash = true };
        var result = (await Rpc.SimulateTransactionAsync(wire, options)).Value;
        return (result.Error is null, result.Error?.CustomCode);
    }

    /// <summary>The value of a mint's only extension.</summary>
    public static Span<byte> FirstExtension(byte[] data, TokenExtensionType type)
    {
        const int FirstExtension = 166;
        const int HeaderLength = 4;
        Assert.Equal((ushort)type, BinaryPrimitives.ReadUInt16LittleEndian(data.AsSpan(FirstExtension)));
        return data.AsSpan(FirstExtension + HeaderLength);
    }

    /// <summary>Writes an account's data anew, with everything else as it is.</summary>
    public Task ChangeDataAsync(Address address, Action<byte[]> change) => ChangeDataAsync(address, data =>
    {
        change(data);
        return data;
    });

    /// <inheritdoc cref="ChangeDataAsync(Address, Action{byte[]})"/>
    public async Task ChangeDataAsync(Address address, Func<byte[], byte[]> change)
    {
        var account = (await Rpc.GetAccountInfoAsync(address, RpcCommitment.Processed)).Value!;
        var data = change(account.Data.ToArray());
        await Localnet.ControlAsync(
            "account",
            new { pubkey = address.ToString(), lamports = account.Lamports, data = Convert.ToBase64String(data), owner = account.Owner.ToString() });
        await Localnet.ControlAsync("advance", new { slots = 2 });
    }
}

[CollectionDefinition(Name)]
public sealed class MintTests : ICollectionFixture<MintsFixture>
{
    public const string Name = "mints";
}
