using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>Every intent is final, and every reply, also the early ones, agrees with the chain and with the other replies.</summary>
internal static class ReplyCheck
{
    private const string Finality = "every intent ends";
    private const string Agreement = "replies agree with the chain";

    public static IEnumerable<Violation> Find(History history)
    {
        var chain = history.Chain.ToDictionary(transaction => transaction.Signature, StringComparer.Ordinal);
        foreach (var outcome in Outcome.Of(history))
        {
            foreach (var violation in OfIntent(outcome.Notes).Concat(outcome.Notes.Replies.SelectMany(
                reply => OfReply(outcome.Notes, reply, chain))))
            {
                yield return violation;
            }
        }

        foreach (var shared in history.Intents.Where(notes => notes.TransactionId is not null)
            .GroupBy(notes => notes.TransactionId!, StringComparer.Ordinal).Where(group => group.Skip(1).Any()))
        {
            var keys = string.Join(", ", shared.Select(notes => notes.Intent.Key));
            yield return new Violation(Agreement, $"Several intents have the transfer {shared.Key}: {keys}.", shared.First());
        }
    }

    private static IEnumerable<Violation> OfIntent(IntentNotes notes)
    {
        var replies = notes.Replies;
        var ends = replies.Where(reply => reply.End is not null).Select(reply => (reply.End, reply.Signature)).Distinct().ToArray();
        if (ends.Length == 0)
        {
            yield return new Violation(Finality, $"{notes.Intent.Key} has no end; its last reply: {(replies is [.., var last] ? last.Body : "none")}", notes);
        }
        else if (ends.Length > 1)
        {
            yield return new Violation(Agreement, $"{notes.Intent.Key} was told several ends: {string.Join("; ", ends)}.", notes);
        }
        else if (replies.FirstOrDefault(reply => reply.NamedEnd is { } named && named != ends[0].End) is { } other)
        {
            yield return new Violation(Agreement, $"{notes.Intent.Key} ended as {ends[0].End}, and was told another end: {other.Body}", notes);
        }

        var ids = replies.Where(reply => !reply.AnswersConflict).Select(reply => reply.TransactionId).OfType<string>().Distinct().ToArray();
        if (ids.Length > 1)
        {
            yield return new Violation(Agreement, $"{notes.Intent.Key} became several transfers: {string.Join(", ", ids)}.", notes);
        }
    }

    private static IEnumerable<Violation> OfReply(IntentNotes notes, ReplyNote reply, Dictionary<string, ChainTransaction> chain)
    {
        if (reply.AnswersConflict)
        {
            if (reply.Success || reply.TransactionId is not null)
            {
                yield return new Violation(Agreement, $"{notes.Intent.Key}: other content under its key was taken: {reply.Body}", notes);
            }
        }
        else if (reply.Code == "IDEMPOTENCY_CONFLICT")
        {
            yield return new Violation(Agreement, $"{notes.Intent.Key}: the same content was called other content.", notes);
        }
        else if (reply.SaysPaid && Difference(notes.Intent, reply, chain) is { } difference)
        {
            yield return new Violation(Agreement, $"{notes.Intent.Key}: a reply says {reply.Status}, but {difference}: {reply.Body}", notes);
        }
    }

    /// <summary>How a reply that says "paid" differs from the block that it names.</summary>
    private static string? Difference(Intent intent, ReplyNote reply, Dictionary<string, ChainTransaction> chain)
    {
        if (reply.Signature is null || !chain.TryGetValue(reply.Signature, out var transaction))
        {
            return "its signature is in no finalized block";
        }

        if (!transaction.Succeeded)
        {
            return $"the transaction failed with {transaction.Error}";
        }

        if (intent.Token is { } ask)
        {
            return TokenDifference(intent, ask, reply, transaction) ?? CommonDifference(intent, reply, transaction);
        }

        if (transaction.Transfers is not [var transfer] || transfer.Source != intent.Source || transfer.Destination != intent.Recipient)
        {
            return "the transaction is not this payment";
        }

        return reply.Lamports is { } lamports && lamports != transfer.Lamports
            ? $"{transfer.Lamports} lamports moved"
            : CommonDifference(intent, reply, transaction);
    }

    /// <summary>What may differ of a payment in SOL and of one in a token.</summary>
    private static string? CommonDifference(Intent intent, ReplyNote reply, ChainTransaction transaction) =>
        reply switch
        {
            { Fee: { } fee } when fee != transaction.Fee => $"the fee was {transaction.Fee}",
            { Slot: { } slot } when slot != transaction.Slot => $"it is of slot {transaction.Slot}",
            { Balances: { } balances } when balances.Zip(BalancesOf(intent, transaction)).Any(pair => pair.First is { } told && told != pair.Second) =>
                $"the balances were {string.Join(", ", BalancesOf(intent, transaction))}",
            _ => null,
        };

    private static string? TokenDifference(Intent intent, TokenAsk ask, ReplyNote reply, ChainTransaction transaction)
    {
        var sent = -TokenEffect.ChangeOf(transaction, ask.Mint, intent.Source);
        var received = TokenEffect.ChangeOf(transaction, ask.Mint, intent.Recipient);
        var rent = TokenEffect.RentOf(transaction);
        return reply switch
        {
            { Token: null } => "it tells nothing of the token",
            { Token: { } token } when token.Mint != ask.Mint.Address => $"the token was {ask.Mint.Address}",
            { Token: { } token } when token.Sent != sent || token.Received != received => $"{sent} base units were sent and {received} received",
            { Token.Balances: { } told } when told.Zip(TokenBalancesOf(intent, ask, transaction)).Any(pair => pair.First is { } one && one != pair.Second) =>
                $"the token balances were {string.Join(", ", TokenBalancesOf(intent, ask, transaction))}",

            // A quoted rent is not paid when somebody else has made the account first.
            { Lamports: { } lamports } when rent != 0 && lamports != rent => $"the rent was {rent}",
            _ => null,
        };
    }

    private static ulong?[] TokenBalancesOf(Intent intent, TokenAsk ask, ChainTransaction transaction)
    {
        var balances = transaction.TokenBalances.Where(balance => balance.Mint == ask.Mint.Address)
            .ToDictionary(balance => balance.Owner, StringComparer.Ordinal);
        var (source, recipient) = (balances.GetValueOrDefault(intent.Source), balances.GetValueOrDefault(intent.Recipient));
        return [source?.Before, source?.After, recipient?.Before, recipient?.After];
    }

    private static ulong?[] BalancesOf(Intent intent, ChainTransaction transaction)
    {
        var source = transaction.Balances.Single(balance => balance.Address == intent.Source);
        var recipient = transaction.Balances.SingleOrDefault(balance => balance.Address == intent.Recipient);
        return [source.Before, source.After, recipient?.Before, recipient?.After];
    }
}
