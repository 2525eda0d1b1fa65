using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>
/// At most one effect per intent, and none that nobody asked for: every transaction that a wallet paid the fee of belongs to exactly
/// one intent, and every intent that was paid has its transaction, with the content that was asked for.
/// </summary>
internal static class EffectCheck
{
    private const string Rule = "one effect per intent";

    public static IEnumerable<Violation> Find(History history)
    {
        var outcomes = Outcome.Of(history);
        var chain = history.Chain.ToDictionary(transaction => transaction.Signature, StringComparer.Ordinal);
        return FindStrays(history, outcomes).Concat(outcomes.SelectMany(outcome => FindWrong(outcome, chain)));
    }

    /// <summary>Transactions of the wallets that belong to no intent, or to two.</summary>
    private static IEnumerable<Violation> FindStrays(History history, IReadOnlyList<Outcome> outcomes)
    {
        var wallets = history.Wallets.Select(wallet => wallet.Address).ToHashSet(StringComparer.Ordinal);
        var owners = outcomes.Where(outcome => outcome.ExecutedSignature is not null)
            .ToLookup(outcome => outcome.ExecutedSignature!, StringComparer.Ordinal);
        var named = outcomes.SelectMany(outcome => outcome.Signatures.Select(signature => (signature, outcome.Notes)))
            .ToLookup(pair => pair.signature, pair => pair.Notes, StringComparer.Ordinal);
        foreach (var transaction in history.Chain.Where(transaction => wallets.Contains(transaction.FeePayer)))
        {
            var claims = owners[transaction.Signature].ToArray();
            if (claims.Length == 0)
            {
                var intent = named[transaction.Signature].FirstOrDefault();
                yield return new Violation(
                    Rule, $"{Describe(transaction)} is on chain, and no intent ended with it: {Suspect(intent)}.", intent);
            }
            else if (claims.Length > 1)
            {
                var keys = string.Join(", ", claims.Select(claim => claim.Notes.Intent.Key));
                yield return new Violation(Rule, $"{Describe(transaction)} is claimed by {claims.Length} intents: {keys}.", claims[0].Notes);
            }
        }
    }

    private static IEnumerable<Violation> FindWrong(Outcome outcome, Dictionary<string, ChainTransaction> chain)
    {
        var notes = outcome.Notes;
        if (outcome.ExecutedSignature is { } signature)
        {
            if (!chain.TryGetValue(signature, out var transaction))
            {
                yield return new Violation(Rule, $"{notes.Intent.Key} ended as {outcome.End} with {signature}, which is in no block.", notes);
            }
            else if (Difference(outcome, transaction) is { } difference)
            {
                yield return new Violation(Rule, $"{notes.Intent.Key}: {Describe(transaction)} {difference}.", notes);
            }
        }
        else if (outcome.End is IntentEnd.Finalized or IntentEnd.Failed)
        {
            yield return new Violation(Rule, $"{notes.Intent.Key} ended as {outcome.End} without a signature.", notes);
        }

        foreach (var other in outcome.Signatures.Where(other => other != outcome.ExecutedSignature && chain.ContainsKey(other)))
        {
            yield return new Violation(Rule, $"{notes.Intent.Key} ended as {outcome.End}, yet its {Describe(chain[other])} is on chain.", notes);
        }
    }

    private static string? Difference(Outcome outcome, ChainTransaction transaction)
    {
        var intent = outcome.Notes.Intent;
        return transaction switch
        {
            { Succeeded: false } when outcome.End == IntentEnd.Finalized => $"failed with {transaction.Error}, and was told as paid",
            { Succeeded: true } when outcome.End == IntentEnd.Failed => "succeeded, and was told as failed",
            _ when intent.Token is { } token && TokenEffect.Difference(intent, token, transaction) is { } difference => difference,
            { Transfers: not [_] } when intent.Token is null => $"has {transaction.Transfers.Count} transfers",
            { Transfers: [var transfer] } when transfer.Source != intent.Source || transfer.Destination != intent.Recipient =>
                $"pays from {transfer.Source} to {transfer.Destination}, asked was from {intent.Source} to {intent.Recipient}",
            { Transfers: [var transfer] } when intent.Lamports is { } asked && transfer.Lamports != asked =>
                $"pays {transfer.Lamports} lamports, asked were {asked}",
            _ when transaction.Memo != intent.Memo => $"has the memo '{transaction.Memo}', asked was '{intent.Memo}'",
            _ => null,
        };
    }

    private static string Suspect(IntentNotes? intent) =>
        intent is null ? "nobody was ever told of it" : $"it was once named for {intent.Intent.Key}";

    private static string Describe(ChainTransaction transaction) => $"transaction {transaction.Signature} of slot {transaction.Slot}";
}
