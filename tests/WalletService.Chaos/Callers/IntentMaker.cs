using System.Globalization;
using System.Text.Json.Nodes;
using WalletService.Contracts;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Chaos.Callers;

/// <summary>Thinks of payments, by a seed: ordinary ones, and those that have gone wrong elsewhere.</summary>
/// <param name="name">Of the caller; makes its keys unique.</param>
/// <param name="shops">Recipients that many equal payments go to.</param>
/// <param name="tokens">What wallets can pay beside SOL.</param>
/// <param name="blockhashes">For the transactions that callers build themselves.</param>
internal sealed class IntentMaker(
    string name,
    Random random,
    IReadOnlyList<CampaignWallet> wallets,
    IReadOnlyList<string> shops,
    IReadOnlyList<CampaignMint> tokens,
    BlockhashReader blockhashes)
{
    /// <summary>Above the rent-exempt minimum of any cluster, so that a new recipient can be paid.</summary>
    private const int SmallestPayment = 1_000_000;

    private const int LargestPayment = 10_000_000;
    private const ulong EqualPayment = 2_000_000;
    private const decimal LamportsPerSol = 1_000_000_000;
    private const int PercentOfTokens = 30;
    private const int LargestTokenPayment = 5_000_000;
    private const decimal UnitsPerToken = 1_000_000;

    private int made;

    /// <summary>Usually one payment; sometimes several that are the same but for their keys.</summary>
    public async Task<IReadOnlyList<Intent>> NextAsync(CancellationToken cancellationToken)
    {
        var wallet = Pick(wallets);
        if (random.Next(100) < PercentOfTokens)
        {
            return TokenPayments();
        }

        return random.Next(100) switch
        {
            < 12 => await OwnTransactionAsync(wallet, cancellationToken),
            < 15 => [Payment(wallet, "valid for a moment", NewAddress(), SmallPayment(), validForMs: random.Next(1_000, 20_000))],
            < 42 => [Payment(wallet, "ordinary", NewAddress(), SmallPayment())],
            < 52 => [Payment(wallet, "with memo", NewAddress(), SmallPayment(), memo: $"invoice {name}-{made}")],
            < 64 => [.. EqualPayments(wallet)],
            < 66 => [Payment(wallet, "max", Other(wallet).Address, null)],
            < 68 => [Payment(wallet, "most of the funds", Other(wallet).Address, wallet.Deposited * 6 / 10)],
            < 72 => [Payment(wallet, "too large", Other(wallet).Address, ulong.MaxValue / 10)],
            < 76 => [Payment(wallet, "too small", NewAddress(), 1)],
            < 77 => [Payment(wallet, "to itself", wallet.Address, SmallPayment())],
            _ => [Payment(wallet, "between wallets", Other(wallet).Address, SmallPayment())],
        };
    }

    private IReadOnlyList<Intent> TokenPayments()
    {
        var wallet = wallets[random.Next(Math.Min(wallets.Count, TokenPreparation.Holders))];
        var exactly = new TokenAsk(Pick(tokens), (ulong)random.Next(1, LargestTokenPayment));
        var shop = Pick(shops);
        return random.Next(100) switch
        {
            < 25 => [TokenPayment(wallet, "token to a new wallet", NewAddress(), exactly)],
            < 35 => [TokenPayment(wallet, "token with memo", Other(wallet).Address, exactly, memo: $"invoice {name}-{made}")],
            < 50 => [TokenPayment(wallet, "token, amount received", Other(wallet).Address, exactly with { IsReceived = true })],
            < 65 => [.. Enumerable.Range(0, random.Next(2, 4)).Select(_ => TokenPayment(wallet, "token, equal", shop, exactly))],
            < 70 => [TokenPayment(wallet, "token, max", Other(wallet).Address, exactly with { Amount = null })],
            < 76 => [TokenPayment(wallet, "token, too much", Other(wallet).Address, exactly with { Amount = long.MaxValue })],
            _ => [TokenPayment(wallet, "token between wallets", Other(wallet).Address, exactly)],
        };
    }

    private Intent TokenPayment(CampaignWallet wallet, string kind, string recipient, TokenAsk ask, string? memo = null)
    {
        var payment = Payment(wallet, kind, recipient, lamports: null, memo);
        payment.Content["mint"] = ask.Mint.Address;
        payment.Content["amount"] = ask.Amount is { } exact ? (exact / UnitsPerToken).ToString(CultureInfo.InvariantCulture) : "max";
        if (ask.IsReceived)
        {
            payment.Content["amountMeaning"] = "received";
        }

        return payment with { Route = Routes.TransferToken, Token = ask };
    }

    private IEnumerable<Intent> EqualPayments(CampaignWallet wallet)
    {
        var shop = Pick(shops);
        return Enumerable.Range(0, random.Next(2, 6)).Select(_ => Payment(wallet, "equal", shop, EqualPayment));
    }

    /// <summary>A transaction that the caller builds; sometimes the same one is asked for under two keys, and can still execute only once.</summary>
    private async Task<IReadOnlyList<Intent>> OwnTransactionAsync(CampaignWallet wallet, CancellationToken cancellationToken)
    {
        var (recipient, lamports, copies) = (NewAddress(), SmallPayment(), random.Next(4) == 0 ? 2 : 1);
        if (await blockhashes.ReadAsync(cancellationToken) is not { } blockhash)
        {
            return [Payment(wallet, "ordinary", recipient, lamports)];
        }

        var source = Address.Parse(wallet.Address);
        var message = MessageCompiler.CompileLegacy(
            source, [SystemProgram.Transfer(source, Address.Parse(recipient), lamports)], Blockhash.Parse(blockhash));
        var transaction = Convert.ToBase64String(Transaction.Create(message).Serialize());
        return
        [
            .. Enumerable.Range(0, copies).Select(_ => Payment(wallet, copies == 1 ? "own transaction" : "own transaction twice", recipient, lamports) with
            {
                Route = Routes.SendTransaction,
                Content = new JsonObject { ["transaction"] = transaction },
            }),
        ];
    }

    private Intent Payment(
        CampaignWallet wallet, string kind, string recipient, ulong? lamports, string? memo = null, int? validForMs = null)
    {
        var content = new JsonObject
        {
            ["recipient"] = recipient,
            ["amount"] = lamports is { } exact ? (exact / LamportsPerSol).ToString(CultureInfo.InvariantCulture) : "max",
        };
        if (memo is not null)
        {
            content["memo"] = memo;
        }

        if (validForMs is not null)
        {
            content["validForMs"] = validForMs;
        }

        return new Intent
        {
            Key = $"{name}-{++made}",
            KeyIsRequestId = random.Next(10) != 0,
            Kind = kind,
            Route = Routes.TransferSol,
            UserId = wallet.UserId,
            WalletId = wallet.WalletId,
            Source = wallet.Address,
            Recipient = recipient,
            Lamports = lamports,
            Memo = memo,
            Content = content,
        };
    }

    private ulong SmallPayment() => (ulong)random.Next(SmallestPayment, LargestPayment);

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];

    private CampaignWallet Other(CampaignWallet wallet)
    {
        var other = Pick(wallets);
        return other == wallet ? wallets[(wallets.ToList().IndexOf(wallet) + 1) % wallets.Count] : other;
    }

    private string NewAddress() => NewAddress(random);

    /// <summary>The address of a key pair that nobody keeps.</summary>
    public static string NewAddress(Random random)
    {
        var seed = new byte[Ed25519.SeedLength];
        random.NextBytes(seed);
        return Address.FromBytes(Ed25519.PublicKeyFromSeed(seed)).ToString();
    }
}
