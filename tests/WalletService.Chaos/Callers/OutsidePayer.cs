using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using WalletService.Chaos.Report;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Chaos.Callers;

/// <summary>Somebody who pays wallets of the campaign, in SOL and in tokens, with a key of his own and past the service.</summary>
internal sealed class OutsidePayer : IDisposable
{
    private const ulong Funds = 100_000_000_000;
    private const ulong SmallestGift = 1_000;

    private readonly ConcurrentQueue<Gift> gifts = new();
    private readonly HttpClient http;
    private readonly BlockhashReader blockhashes;
    private readonly CampaignCounts counts;
    private readonly Random random;
    private readonly byte[] seed = new byte[Ed25519.SeedLength];
    private readonly Address address;

    public OutsidePayer(Uri rpcUrl, BlockhashReader blockhashes, CampaignCounts counts, int seedOfChance)
    {
        http = new HttpClient { BaseAddress = rpcUrl, Timeout = TimeSpan.FromSeconds(2) };
        this.blockhashes = blockhashes;
        this.counts = counts;
        random = new Random(seedOfChance);
        random.NextBytes(seed);
        address = Solana.Address.FromBytes(Ed25519.PublicKeyFromSeed(seed));
    }

    public string Address => address.ToString();

    public IReadOnlyList<Gift> Gifts => [.. gifts];

    /// <summary>Has the local network's faucet pay it.</summary>
    public Task FundAsync(CancellationToken cancellationToken) => CallAsync("requestAirdrop", cancellationToken, Address, Funds);

    /// <summary>Pays wallets until it is told to stop. Each gift is sent once, and no two are equal.</summary>
    public async Task RunAsync(IReadOnlyList<CampaignWallet> wallets, IReadOnlyList<CampaignMint> mints, CancellationToken timeIsUp)
    {
        try
        {
            while (true)
            {
                await Task.Delay(random.Next(300, 2_000), timeIsUp);
                var wallet = wallets[random.Next(wallets.Count)];
                var mint = random.Next(2) == 0 ? mints[random.Next(mints.Count)] : null;
                if (await blockhashes.ReadAsync(timeIsUp) is { } blockhash)
                {
                    await GiveAsync(wallet.Address, mint, SmallestGift + (ulong)gifts.Count, blockhash, timeIsUp);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The campaign's time is up.
        }
    }

    public void Dispose() => http.Dispose();

    private async Task GiveAsync(string recipient, CampaignMint? mint, ulong amount, string blockhash, CancellationToken cancellationToken)
    {
        var to = Solana.Address.Parse(recipient);
        IReadOnlyList<Instruction> instructions = mint is null
            ? [SystemProgram.Transfer(address, to, amount)]
            : TokenInstructions(to, mint, amount);
        var message = MessageCompiler.CompileLegacy(address, instructions, Blockhash.Parse(blockhash));
        var signature = Signature.FromBytes(Ed25519.Sign(seed, message.Bytes.Span));
        var transaction = Transaction.Create(message).WithSignature(0, signature);
        gifts.Enqueue(new Gift(signature.ToString(), Address, recipient, mint, amount));
        counts.Add(mint is null ? "payments in SOL from outside" : "payments in tokens from outside");
        await CallAsync(
            "sendTransaction", cancellationToken, Convert.ToBase64String(transaction.Serialize()), new { encoding = "base64", skipPreflight = true });
    }

    private Instruction[] TokenInstructions(Address to, CampaignMint mint, ulong amount)
    {
        var (program, mintAddress) = (Solana.Address.Parse(mint.Program), Solana.Address.Parse(mint.Address));
        return
        [
            AssociatedTokenProgram.CreateIdempotent(address, to, program, mintAddress),
            TokenProgram.TransferChecked(
                program,
                AssociatedTokenProgram.FindAddress(address, program, mintAddress),
                mintAddress,
                AssociatedTokenProgram.FindAddress(to, program, mintAddress),
                address,
                amount,
                CampaignMint.Decimals),
        ];
    }

    /// <summary>Whatever becomes of the call: the chain will tell.</summary>
    private async Task CallAsync(string method, CancellationToken cancellationToken, params object[] parameters)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                string.Empty, new { jsonrpc = "2.0", id = 1, method, @params = parameters }, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            counts.Add("calls of outsiders that a node did not answer");
        }
    }
}
