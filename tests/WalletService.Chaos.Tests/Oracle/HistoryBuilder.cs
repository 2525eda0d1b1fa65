using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Chaos.Callers;
using WalletService.Chaos.Oracle;
using WalletService.Contracts;

namespace WalletService.Chaos.Tests.Oracle;

/// <summary>Writes histories in which everything is right, for tests to spoil.</summary>
internal sealed partial class HistoryBuilder
{
    public const ulong Deposit = 1_000_000_000;
    public const ulong Fee = 5_000;

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, ulong> held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> sequences = new(StringComparer.Ordinal);
    private ulong slot = LastSlotOfPreparation - 3;
    private int made;

    public HistoryBuilder()
    {
        foreach (var wallet in Wallets)
        {
            var deposit = new ChainTransfer("faucet", wallet.Address, Deposit);
            Chain.Add(Execute($"deposit-{wallet.WalletId}", "faucet", deposit));
        }

        Mint();
    }

    public List<CampaignWallet> Wallets { get; } =
    [
        new("user", "wallet-1", "address-1", Deposit),
        new("user", "wallet-2", "address-2", Deposit),
    ];

    public List<IntentNotes> Intents { get; } = [];

    public List<ChainTransaction> Chain { get; } = [];

    public List<EventNote> Events { get; } = [];

    /// <summary>What the service holds back at the end, by wallet id.</summary>
    public Dictionary<string, ulong> Reserved { get; } = new(StringComparer.Ordinal);

    public List<string> Unready { get; } = [];

    public History History => new()
    {
        Unready = Unready,
        Wallets = Wallets,
        Intents = Intents,
        Chain = Chain,
        Events = Events,
        Grants = [new TokenGrant(Coin.Address, "address-1", Granted)],
        Gifts = Gifts,
        JudgedFrom = LastSlotOfPreparation,
        Balances = Wallets.ToDictionary(
            wallet => wallet.WalletId,
            wallet => new FinalBalance(held.GetValueOrDefault(wallet.Address), Reserved.GetValueOrDefault(wallet.WalletId), TokensOf(wallet)),
            StringComparer.Ordinal),
    };

    /// <summary>A payment that was asked for, executed, told and announced.</summary>
    public IntentNotes Paid(string recipient = "shop", ulong? lamports = 1_000_000)
    {
        var notes = Asked(recipient, lamports);
        var transaction = Land($"signature-{made}", recipient, lamports ?? 7_000_000);
        Announce(notes, "prepared");
        Announce(notes, "signed", transaction.Signature);
        Announce(notes, "submitted", transaction.Signature);
        Announce(notes, "confirmed", transaction.Signature);
        Announce(notes, "finalized", transaction.Signature);
        TellDeposits(transaction);
        Tell(notes, PaidReply(notes, transaction, "confirmed"));
        Tell(notes, PaidReply(notes, transaction, "finalized"));
        return notes;
    }

    /// <summary>A payment that was taken, and came to another end.</summary>
    public IntentNotes Ended(string status, string code, string? signature = null)
    {
        var notes = Asked("shop", 1_000_000);
        if (signature is not null)
        {
            Announce(notes, "signed", signature);
        }

        Announce(notes, status, signature);
        var details = new JsonObject { ["transactionId"] = IdOf(notes), ["status"] = status };
        if (signature is not null)
        {
            details["signature"] = signature;
        }

        Tell(notes, Refusal(code, details));
        return notes;
    }

    /// <summary>A payment that was executed with an error: only the fee was paid.</summary>
    public IntentNotes Failed()
    {
        var signature = $"failed-{made + 1}";
        var notes = Ended("failed", "TRANSACTION_FAILED", signature);
        Chain.Add(Execute(signature, "address-1") with
        {
            Error = "{\"InstructionError\":[0,\"Custom\"]}",
            Transfers = [new ChainTransfer("address-1", "shop", 1_000_000)],
        });
        return notes;
    }

    public IntentNotes Asked(string recipient, ulong? lamports)
    {
        var notes = new IntentNotes(
            new Intent
            {
                Key = $"request-{++made}",
                Kind = "ordinary",
                Route = Routes.TransferSol,
                UserId = "user",
                WalletId = "wallet-1",
                Source = "address-1",
                Recipient = recipient,
                Lamports = lamports,
                Content = [],
            },
            Noon);
        Intents.Add(notes);
        return notes;
    }

    /// <summary>Puts a payment of wallet 1 on chain, whoever asked for it.</summary>
    public ChainTransaction Land(string signature, string recipient, ulong lamports)
    {
        var transaction = Execute(signature, "address-1", new ChainTransfer("address-1", recipient, lamports));
        Chain.Add(transaction);
        return transaction;
    }

    public void Announce(IntentNotes notes, string type, string? signature = null) =>
        Events.Add(NextEvent(notes.Intent.WalletId, "transaction-events", type) with { TransactionId = IdOf(notes), Signature = signature });

    public static void Tell(IntentNotes notes, string reply, bool answersConflict = false, string route = Routes.TransferSol) =>
        notes.NoteReply(ReplyNote.Parse(reply, route, Noon, answersConflict));

    public static string PaidReply(IntentNotes notes, ChainTransaction transaction, string status) => JsonSerializer.Serialize(new
    {
        success = true,
        data = new
        {
            transactionId = IdOf(notes),
            status,
            signature = transaction.Signature,
            lamports = transaction.Transfers[0].Lamports.ToString(CultureInfo.InvariantCulture),
            feeLamports = transaction.Fee.ToString(CultureInfo.InvariantCulture),
            slot = transaction.Slot,
            balances = new
            {
                sourceBefore = transaction.Balances[0].Before.ToString(CultureInfo.InvariantCulture),
                sourceAfter = transaction.Balances[0].After.ToString(CultureInfo.InvariantCulture),
                recipientBefore = transaction.Balances[1].Before.ToString(CultureInfo.InvariantCulture),
                recipientAfter = transaction.Balances[1].After.ToString(CultureInfo.InvariantCulture),
            },
        },
    });

    public static string Refusal(string code, JsonObject details) => new JsonObject
    {
        ["success"] = false,
        ["error"] = new JsonObject { ["code"] = code, ["message"] = "why", ["retryable"] = false, ["details"] = details },
    }.ToJsonString();

    private EventNote NextEvent(string walletId, string topic, string type)
    {
        var sequence = sequences[walletId] = sequences.GetValueOrDefault(walletId) + 1;
        return new EventNote
        {
            EventId = $"event-{walletId}-{sequence.ToString(CultureInfo.InvariantCulture)}",
            Type = type,
            Topic = topic,
            WalletId = walletId,
            Sequence = sequence,
            Body = $"{type} {sequence}",
        };
    }

    private static string IdOf(IntentNotes notes) => $"transfer of {notes.Intent.Key}";

    private ChainTransaction Execute(string signature, string payer, ChainTransfer? transfer = null)
    {
        var isOutside = payer is "faucet" or "issuer-of-coins";
        var fee = isOutside ? 0 : Fee;
        string[] addresses = transfer is null ? [payer] : [payer, transfer.Destination];
        var before = addresses.Select(address => held.GetValueOrDefault(address)).ToArray();
        if (!isOutside)
        {
            held[payer] -= fee + (transfer?.Lamports ?? 0);
        }

        if (transfer is not null)
        {
            held[transfer.Destination] = held.GetValueOrDefault(transfer.Destination) + transfer.Lamports;
        }

        return new ChainTransaction
        {
            Signature = signature,
            Slot = ++slot,
            FeePayer = payer,
            Fee = fee,
            Transfers = transfer is null ? [] : [transfer],
            Balances = [.. addresses.Select((address, index) => new ChainBalance(address, before[index], held.GetValueOrDefault(address)))],
        };
    }
}
