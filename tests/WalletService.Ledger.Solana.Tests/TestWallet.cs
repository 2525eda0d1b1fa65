using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>A key held in memory, and its address.</summary>
public sealed class TestWallet
{
    private readonly byte[] seed;

    private TestWallet(byte[] seed, byte[] publicKey)
    {
        this.seed = seed;
        Address = SolanaAddress.FromBytes(publicKey);
    }

    public SolanaAddress Address { get; }

    /// <summary>The key's seed in base64, for programs that sign in its stead.</summary>
    public string Secret => Convert.ToBase64String(seed);

    public static TestWallet Create()
    {
        var (seed, publicKey) = Ed25519.GenerateKey();
        return new TestWallet(seed, publicKey);
    }

    /// <summary>A new wallet with lamports from the local network's faucet, confirmed.</summary>
    public static async Task<TestWallet> CreateFundedAsync(Uri rpcUrl, ulong lamports = 10 * Lamports.PerSol)
    {
        var wallet = Create();
        await FundAsync(rpcUrl, wallet.Address, lamports);
        return wallet;
    }

    public static async Task FundAsync(Uri rpcUrl, SolanaAddress address, ulong lamports)
    {
        using var http = new HttpClient();
        var client = new SolanaRpcClient(http, rpcUrl);
        var kitAddress = address.ToKitAddress();
        var before = (await client.GetBalanceAsync(kitAddress, RpcCommitment.Confirmed)).Value;
        await client.RequestAirdropAsync(kitAddress, lamports);
        await Eventually.BecomesTrueAsync(async () =>
            (await client.GetBalanceAsync(kitAddress, RpcCommitment.Confirmed)).Value == before + lamports);
    }

    /// <summary>
    /// A new wallet whose lamports are set, for a network whose clock stands still; reads at confirmed see them after the next block.
    /// </summary>
    public static async Task<TestWallet> CreateWithAsync(LocalnetProcess localnet, ulong lamports)
    {
        var wallet = Create();
        await localnet.ControlAsync("account", new { pubkey = wallet.Address.Value, lamports });
        return wallet;
    }

    public byte[] Sign(ReadOnlyMemory<byte> message) => Ed25519.Sign(seed, message.Span);

    public SolTransferOrder Pay(SolanaAddress recipient, ulong lamports, string? memo = null) =>
        new(Address, recipient, new Lamports(lamports), memo);

    /// <summary>Prices, builds and signs a transfer.</summary>
    public async Task<TransferAttempt> SignAsync(ITransferTransactions transfers, TransferOrder order, uint variation = 0)
    {
        var quote = Assert.IsType<TransferQuote.Priced>(await transfers.QuoteAsync(order, previous: null, CancellationToken.None)).Quote;
        return await SignAsync(transfers, order, quote, variation);
    }

    public async Task<TransferAttempt> SignAsync(ITransferTransactions transfers, TransferOrder order, FeeQuote quote, uint variation = 0)
    {
        var unsigned = await transfers.BuildAsync(order, quote, variation, CancellationToken.None);
        Assert.Null(transfers.FindDifference(unsigned.Message, order, quote));
        var signature = Sign(unsigned.Message);
        return new TransferAttempt
        {
            Number = 1,
            Signature = TransactionSignature.FromBytes(signature),
            WireTransaction = transfers.Assemble(unsigned.Message, signature),
            Blockhash = unsigned.Blockhash,
            LastValidBlockHeight = unsigned.LastValidBlockHeight,
            ContextSlot = unsigned.ContextSlot,
            Outcome = AttemptOutcome.Live,
            SignedAt = DateTimeOffset.UnixEpoch,
        };
    }
}
