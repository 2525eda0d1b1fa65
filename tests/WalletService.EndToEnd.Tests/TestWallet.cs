using WalletService.Client;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>A wallet of the service with funds from the local network's faucet.</summary>
public sealed class TestWallet
{
    public const ulong Funds = 5_000_000_000;

    private readonly SolanaRpcClient rpc;

    private TestWallet(IWalletClient client, SolanaRpcClient rpc, WalletDetails details)
    {
        Client = client;
        this.rpc = rpc;
        Details = details;
    }

    public IWalletClient Client { get; }

    public WalletDetails Details { get; }

    public static async Task<TestWallet> CreateAsync(IWalletClient client, LocalnetProcess localnet, string userId)
    {
        var faucet = new SolanaRpcClient(new HttpClient(), localnet.RpcUrl);
        var details = await client.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "test" });
        var wallet = new TestWallet(client, faucet, details);
        await faucet.RequestAirdropAsync(Address.Parse(details.Address), Funds);
        await Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(details.Address) == Funds);
        return wallet;
    }

    /// <summary>The address of a fresh key pair.</summary>
    public static string NewAddress() => Address.FromBytes(Ed25519.GenerateKey().PublicKey).ToString();

    /// <summary>What the chain itself says, without the service.</summary>
    public async Task<ulong> OnChainAsync(string address) =>
        (await rpc.GetBalanceAsync(Address.Parse(address), Commitment.Finalized)).Value;

    /// <summary>Sends a transaction, in base64, straight to the network.</summary>
    public Task SendAsync(string transaction) => rpc.SendTransactionAsync(Convert.FromBase64String(transaction));

    /// <summary>From the faucet.</summary>
    public Task FundAsync(ulong lamports) => rpc.RequestAirdropAsync(Address.Parse(Details.Address), lamports);

    public Task<Balance> BalanceAsync() =>
        Client.GetBalanceAsync(new GetBalance { UserId = Details.UserId, WalletId = Details.WalletId });

    public TransferSol Payment(string recipient, string amount, string? requestId = null, string waitFor = "finalized") =>
        PaymentOf(Details, recipient, amount, requestId, waitFor);

    public static TransferSol PaymentOf(WalletDetails wallet, string recipient, string amount, string? requestId = null, string waitFor = "finalized") => new()
    {
        UserId = wallet.UserId,
        WalletId = wallet.WalletId,
        Recipient = recipient,
        Amount = amount,
        WaitFor = waitFor,
        WaitMs = 30_000,
        RequestId = requestId,
    };

    /// <summary>A request to sign a payment of 1 lamport, which is never sent.</summary>
    public SignTransaction Signature(string recipient, string? requestId = null, string? source = null) =>
        SignatureOf(Details with { Address = source ?? Details.Address }, recipient, requestId);

    /// <inheritdoc cref="Signature"/>
    public static SignTransaction SignatureOf(WalletDetails wallet, string recipient, string? requestId = null)
    {
        var payer = Address.Parse(wallet.Address);
        var message = MessageCompiler.CompileLegacy(
            payer, [SystemProgram.Transfer(payer, Address.Parse(recipient), 1)], Blockhash.FromBytes(new byte[Blockhash.Length]));
        return new SignTransaction
        {
            UserId = wallet.UserId,
            WalletId = wallet.WalletId,
            Transaction = Convert.ToBase64String(Transaction.Create(message).Serialize()),
            RequestId = requestId,
        };
    }
}
