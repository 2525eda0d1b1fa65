// The main job with WalletService.Client: the client names its broker user in every request, gives requests their idempotency keys, and
// asks again where that is safe.
//
//   WALLET_BROKER_URL=amqp://user:password@127.0.0.1:5672/vhost SOLANA_RPC_URL=http://127.0.0.1:8899 dotnet run
//
// SOLANA_RPC_URL is a test network: the wallet is funded by its airdrop. Prints a line for each route; any surprise ends it with an error.

using WalletService.Client;
using WalletService.Contracts;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Examples.Client;

var broker = new Uri(Environment.GetEnvironmentVariable("WALLET_BROKER_URL")!);
var solana = new TestNetwork(new Uri(Environment.GetEnvironmentVariable("SOLANA_RPC_URL")!));
var credentials = broker.UserInfo.Split(':').Select(Uri.UnescapeDataString).ToArray();

await using var wallets = await WalletClient.ConnectAsync(new WalletClientOptions
{
    BrokerUri = new UriBuilder(broker) { UserName = null, Password = null }.Uri,

    // The broker vouches for this name, by which the service knows its callers.
    UserName = credentials[0],
    Password = credentials[1],
});

var userId = $"dotnet-{Guid.CreateVersion7()}";
var wallet = await wallets.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "From .NET" });
Tell(Routes.CreateWallet, $"{wallet.WalletId} {wallet.Address}");
var other = await wallets.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "Second" });

var list = await wallets.ListWalletsAsync(new ListWallets { UserId = userId });
Tell(Routes.ListWallets, $"{list.Wallets.Count} wallets");

var active = await wallets.SetActiveWalletAsync(new SetActiveWallet { UserId = userId, WalletId = other.WalletId });
Tell(Routes.SetActiveWallet, active.Label);

var again = await wallets.GetWalletAsync(new GetWallet { UserId = userId, WalletId = wallet.WalletId });
Expect(!again.IsActive, "The first wallet is still active.");
Tell(Routes.GetWallet, $"{again.Label}, no longer active");

await solana.AirdropAsync(wallet.Address, 2_000_000_000);
var balance = await UntilFundedAsync();
Tell(Routes.GetBalance, $"{balance.Sol} SOL at slot {balance.Slot}");

var tokens = await wallets.GetTokensAsync(new GetTokens { UserId = userId, WalletId = wallet.WalletId });
Tell(Routes.GetTokens, $"{tokens.Tokens.Count} tokens");

// Your own id of the payment is the best idempotency key: the same request again never pays twice.
var payment = new TransferSol
{
    UserId = userId,
    WalletId = wallet.WalletId,
    Recipient = other.Address,
    Amount = "0.25",
    Memo = "from .NET",
    WaitFor = "finalized",
    WaitMs = 60_000,
    RequestId = $"invoice-{Guid.CreateVersion7()}",
};
var transfer = await wallets.TransferSolAsync(payment);
Expect(transfer is { Status: "finalized", Lamports: "250000000" }, $"The transfer is {transfer.Status}.");
Tell(Routes.TransferSol, $"{transfer.Signature} in slot {transfer.Slot}, fee {transfer.FeeLamports}");

var repeated = await wallets.TransferSolAsync(payment);
Expect(repeated.TransactionId == transfer.TransactionId, "The same request paid twice.");

var unsigned = await solana.UnsignedPaymentAsync(wallet.Address, other.Address);
var signed = await wallets.SignTransactionAsync(
    new SignTransaction { UserId = userId, WalletId = wallet.WalletId, Transaction = Convert.ToBase64String(unsigned) });
Expect(signed.Complete, "A signature is missing.");
Tell(Routes.SignTransaction, signed.Signature);

try
{
    await wallets.GetWalletAsync(new GetWallet { UserId = "somebody-else", WalletId = wallet.WalletId });
    Expect(false, "Another user's wallet was shown.");
}
catch (WalletRequestException refused) when (refused.Error.Code == ErrorCodes.WalletNotFound)
{
    Console.WriteLine("another user's wallet is refused: " + refused.Error.Code);
}

async Task<Balance> UntilFundedAsync()
{
    // Balances are cached for a moment.
    for (var attempt = 0; attempt < 300; attempt++)
    {
        var now = await wallets.GetBalanceAsync(new GetBalance { UserId = userId, WalletId = wallet.WalletId });
        if (now.AvailableLamports != "0")
        {
            return now;
        }

        await Task.Delay(TimeSpan.FromMilliseconds(200));
    }

    throw new TimeoutException("The airdrop did not arrive.");
}

static void Tell(string route, string outcome) => Console.WriteLine($"{route,-31} {outcome}");

static void Expect(bool condition, string otherwise)
{
    if (!condition)
    {
        throw new InvalidOperationException(otherwise);
    }
}
