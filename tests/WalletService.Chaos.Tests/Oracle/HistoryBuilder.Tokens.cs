using System.Globalization;
using System.Text.Json;
using WalletService.Chaos.Callers;
using WalletService.Chaos.Oracle;
using WalletService.Contracts;

namespace WalletService.Chaos.Tests.Oracle;

/// <summary>Tokens and deposits of histories.</summary>
internal sealed partial class HistoryBuilder
{
    public const ulong Granted = 50_000_000;

    private const ulong LastSlotOfPreparation = 1_003;

    private readonly Dictionary<string, ulong> tokens = new(StringComparer.Ordinal);

    /// <summary>A token that withholds 1 %, 30,000 base units at most.</summary>
    public static CampaignMint Coin { get; } = new("coin", "token-2022", 100, 30_000);

    public List<Gift> Gifts { get; } = [];

    /// <summary>Base units that the service holds back at the end, by wallet id.</summary>
    public Dictionary<string, ulong> ReservedTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>A payment in a token that was asked for, executed, told and announced.</summary>
    public IntentNotes PaidInTokens(string recipient = "shop", ulong? amount = 1_000_000, ulong sent = 1_000_000, bool isReceived = false)
    {
        var notes = AskedForTokens(recipient, amount, isReceived);
        var transaction = LandTokens($"signature-{made}", recipient, sent);
        foreach (var type in (string[])["signed", "finalized"])
        {
            Announce(notes, type, transaction.Signature);
        }

        TellDeposits(transaction);
        Tell(notes, PaidTokensReply(notes, transaction), route: Routes.TransferToken);
        return notes;
    }

    public IntentNotes AskedForTokens(string recipient, ulong? amount, bool isReceived = false)
    {
        var asked = Asked(recipient, lamports: null);
        Intents.Remove(asked);
        var notes = new IntentNotes(
            asked.Intent with { Route = Routes.TransferToken, Token = new TokenAsk(Coin, amount, isReceived) }, asked.MadeAt);
        Intents.Add(notes);
        return notes;
    }

    /// <summary>Puts a payment in tokens of wallet 1 on chain, whoever asked for it.</summary>
    public ChainTransaction LandTokens(string signature, string recipient, ulong sent)
    {
        var transaction = MoveTokens(Execute(signature, "address-1"), "address-1", recipient, sent);
        Chain.Add(transaction);
        return transaction;
    }

    /// <summary>Somebody outside pays wallet 2 in SOL; whether it is told is left to the test.</summary>
    public ChainTransaction Given(ulong lamports)
    {
        var transaction = Execute($"gift-{Gifts.Count}", "faucet", new ChainTransfer("faucet", "address-2", lamports));
        Gifts.Add(new Gift(transaction.Signature, "faucet", "address-2", Mint: null, lamports));
        Chain.Add(transaction);
        return transaction;
    }

    /// <summary>Tells of all that a transaction brought to wallets.</summary>
    public void TellDeposits(ChainTransaction transaction)
    {
        var inSol = transaction.Balances.Where(balance => balance.After > balance.Before)
            .Select(balance => (Owner: balance.Address, balance.Address, Mint: (string?)null, balance.Before, balance.After));
        var inTokens = transaction.TokenBalances.Where(balance => balance.After > balance.Before)
            .Select(balance => (balance.Owner, Address: balance.Account, Mint: (string?)balance.Mint, balance.Before, balance.After));
        foreach (var (owner, account, mint, before, after) in inSol.Concat(inTokens))
        {
            if (Wallets.Find(wallet => wallet.Address == owner) is { } wallet)
            {
                Events.Add(NextEvent(wallet.WalletId, "portfolio-events", "deposit.received") with
                {
                    DepositId = $"deposit of {account} by {transaction.Signature}",
                    Signature = transaction.Signature,
                    Account = account,
                    Mint = mint,
                    Amount = (after - before).ToString(CultureInfo.InvariantCulture),
                });
            }
        }
    }

    /// <summary>Tells once more of a deposit, by an event of its own.</summary>
    public void TellAgain(EventNote deposit)
    {
        var next = NextEvent(deposit.WalletId!, deposit.Topic, deposit.Type);
        Events.Add(deposit with { EventId = next.EventId, Sequence = next.Sequence, Body = next.Body });
    }

    private static string PaidTokensReply(IntentNotes notes, ChainTransaction transaction)
    {
        var (source, recipient) = (transaction.TokenBalances[0], transaction.TokenBalances[1]);
        return JsonSerializer.Serialize(new
        {
            success = true,
            data = new
            {
                transactionId = IdOf(notes),
                status = "finalized",
                signature = transaction.Signature,
                lamports = "0",
                feeLamports = Digits(transaction.Fee),
                slot = transaction.Slot,
                token = new
                {
                    mint = source.Mint,
                    sent = Digits(source.Before - source.After),
                    received = Digits(recipient.After - recipient.Before),
                    balances = new
                    {
                        sourceBefore = Digits(source.Before),
                        sourceAfter = Digits(source.After),
                        recipientBefore = Digits(recipient.Before),
                        recipientAfter = Digits(recipient.After),
                    },
                },
            },
        });
    }

    private static string Digits(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private Dictionary<string, FinalTokens> TokensOf(CampaignWallet wallet) => new(StringComparer.Ordinal)
    {
        [Coin.Address] = new FinalTokens(tokens.GetValueOrDefault(wallet.Address), ReservedTokens.GetValueOrDefault(wallet.WalletId)),
    };

    private void Mint()
    {
        tokens["address-1"] = Granted;
        Chain.Add(Execute("grant", "issuer-of-coins") with
        {
            TokenBalances = [new ChainTokenBalance("coins of address-1", "address-1", Coin.Address, 0, Granted)],
        });
    }

    private ChainTransaction MoveTokens(ChainTransaction transaction, string source, string recipient, ulong sent)
    {
        var (sourceBefore, recipientBefore) = (tokens.GetValueOrDefault(source), tokens.GetValueOrDefault(recipient));
        tokens[source] = sourceBefore - sent;
        tokens[recipient] = recipientBefore + sent - Coin.FeeOf(sent);
        return transaction with
        {
            TokenTransfers = [new ChainTokenTransfer($"coins of {source}", $"coins of {recipient}", Coin.Address, sent)],
            TokenBalances =
            [
                new ChainTokenBalance($"coins of {source}", source, Coin.Address, sourceBefore, tokens[source]),
                new ChainTokenBalance($"coins of {recipient}", recipient, Coin.Address, recipientBefore, tokens[recipient]),
            ],
        };
    }
}
