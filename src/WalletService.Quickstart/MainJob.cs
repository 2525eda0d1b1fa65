using System.Globalization;
using Spectre.Console;
using WalletService.Client;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Quickstart;

/// <summary>Makes a wallet, funds it from the network's faucet, and pays from it.</summary>
public sealed class MainJob(IWalletClient wallets, Uri rpcUrl)
{
    private const ulong Funds = 2_000_000_000;
    private const int ReceiptWidth = 132;
    private const string UserId = "quickstart";

    /// <exception cref="WalletRequestException">The service refused.</exception>
    /// <exception cref="TimeoutException">The service or the network did not answer in time.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wallet = await wallets.CreateWalletAsync(new CreateWallet { UserId = UserId, Label = "savings" }, cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"Wallet [bold]{wallet.WalletId}[/] has the address [bold]{wallet.Address}[/].");

        var balance = await FundAsync(wallet, cancellationToken);
        AnsiConsole.MarkupLineInterpolated($"It holds [bold]{balance.Sol} SOL[/] from the faucet (slot {balance.Slot}).");

        var recipient = NewRecipient();
        var transfer = await wallets.TransferSolAsync(
            new TransferSol
            {
                UserId = UserId,
                WalletId = wallet.WalletId,
                Recipient = recipient,
                Amount = "0.25",
                Memo = "quickstart",
                WaitFor = "finalized",
                WaitMs = 60_000,
            },
            cancellationToken);
        Print(wallet, recipient, transfer);
        if (transfer.Status != "finalized")
        {
            throw new TimeoutException($"The transfer is {transfer.Status} after a minute. It will be taken to its end all the same.");
        }
    }

    /// <summary>An address of a fresh key pair, which nobody holds the seed of.</summary>
    private static string NewRecipient() => Address.FromBytes(Ed25519.GenerateKey().PublicKey).ToString();

    private async Task<Balance> FundAsync(WalletDetails wallet, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(SolanaRpcClient.CreateHandler());
        var rpc = new SolanaRpcClient(http, rpcUrl);
        await rpc.RequestAirdropAsync(Address.Parse(wallet.Address), Funds, cancellationToken: cancellationToken);

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var balance = await wallets.GetBalanceAsync(
                new GetBalance { UserId = UserId, WalletId = wallet.WalletId }, cancellationToken);
            if (ulong.Parse(balance.Lamports, CultureInfo.InvariantCulture) >= Funds)
            {
                return balance;
            }

            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException("The faucet's funds have not arrived after 30 s.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        }
    }

    private static void Print(WalletDetails wallet, string recipient, TransferDetails transfer)
    {
        var table = new Table().Title("Receipt").HideHeaders().AddColumn("field").AddColumn(new TableColumn("value").NoWrap());
        Row("transaction", transfer.TransactionId);
        Row("status", transfer.Status);
        Row("signature", transfer.Signature);
        Row("from", wallet.Address);
        Row("to", recipient);
        Row("lamports", transfer.Lamports);
        Row("fee (lamports)", transfer.FeeLamports);
        Row("slot", transfer.Slot?.ToString(CultureInfo.InvariantCulture));
        Row("block time", Text(transfer.BlockTime));
        Row("balance of the wallet", $"{transfer.Balances?.SourceBefore} -> {transfer.Balances?.SourceAfter}");
        Row("balance of the recipient", $"{transfer.Balances?.RecipientBefore} -> {transfer.Balances?.RecipientAfter}");
        Row("received", Text(transfer.Times.ReceivedAt));
        Row("ready", Text(transfer.Times.ReadyAt));
        Row("signed", Text(transfer.Times.SignedAt));
        Row("submitted", Text(transfer.Times.SubmittedAt));
        Row("confirmed", Text(transfer.Times.ConfirmedAt));
        Row("finalized", Text(transfer.Times.EndedAt));
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, ReceiptWidth);
        AnsiConsole.Write(table);

        void Row(string field, string? value) => table.AddRow(field, Markup.Escape(value ?? "-"));
    }

    private static string? Text(DateTimeOffset? time) => time?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
