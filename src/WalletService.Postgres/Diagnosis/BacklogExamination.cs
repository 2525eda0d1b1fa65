using System.Globalization;
using Dapper;
using Npgsql;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Diagnosis;

/// <summary>Looks for work that does not get on: transfers, events, books.</summary>
internal sealed class BacklogExamination(PostgresConnections connections, TimeProvider time) : IExamination
{
    private const string TransfersSql =
        """
        SELECT status, count(*) AS number, min(since) AS oldest, (array_agg(id::text ORDER BY since, id))[1] AS example
        FROM (SELECT id, status, coalesce(ready_at, received_at) AS since FROM transfers
              WHERE status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled')) AS open
        GROUP BY status ORDER BY min(since)
        """;

    private const string EventsSql = "SELECT count(*) AS number, min(occurred_at) AS oldest FROM outbox WHERE position IS NULL";

    private const string BooksSql =
        """
        SELECT slot, lease_owner AS LeaseOwner, lease_until AS LeaseUntil, gap_slot AS GapSlot,
               (SELECT count(*) FROM ledger_accounts WHERE difference IS NOT NULL) AS differences
        FROM deposit_books
        """;

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
            var transfers = await connection.QueryAsync<Transfers>(new CommandDefinition(TransfersSql, cancellationToken: cancellationToken));
            var events = await connection.QuerySingleAsync<Events>(new CommandDefinition(EventsSql, cancellationToken: cancellationToken));
            var books = await connection.QuerySingleAsync<Books>(new CommandDefinition(BooksSql, cancellationToken: cancellationToken));
            return [.. Of([.. transfers]), Of(events), .. Of(books)];
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return [Observation.Trouble("transfers", "What is open could not be read.", "Repair what is said of postgres and schema first.")];
        }
    }

    private IEnumerable<Observation> Of(IReadOnlyList<Transfers> open)
    {
        if (open.Count == 0)
        {
            yield return Observation.Well("transfers", "No transfer is open.");
        }

        foreach (var state in open)
        {
            var subject = $"transfers.{state.Status.ToLowerInvariant()}";
            var age = AgeOf(state.Oldest);
            var detail = $"{state.Number} open, the oldest for {Text(age)} ({state.Example}).";
            yield return age <= DiagnosisBounds.OldestTransfer || state.Status == nameof(TransferStatus.AwaitingApproval)
                ? Observation.Well(subject, detail)
                : Observation.Trouble(subject, detail, "Repair what is away first; if nothing is, see the runbook: Stuck transfers.");
        }
    }

    private Observation Of(Events waiting)
    {
        if (waiting.Oldest is not { } oldest)
        {
            return Observation.Well("events", "All events are published.");
        }

        var detail = $"{waiting.Number} events wait to be published, the oldest for {Text(AgeOf(oldest))}.";
        return AgeOf(oldest) <= DiagnosisBounds.OldestEvent
            ? Observation.Well("events", detail)
            : Observation.Trouble("events", detail, "Does the broker take messages, does an instance run? Runbook: WalletEventsLate.");
    }

    private IEnumerable<Observation> Of(Books books)
    {
        if (books.GapSlot is { } gap)
        {
            yield return Observation.Trouble(
                "deposits", $"No node has the block of slot {gap}, and the books wait for it.", "Add a node that keeps more blocks. Runbook: WalletDepositGap.");
        }
        else if (books.LeaseUntil is not { } until || AgeOf(until) > DiagnosisBounds.OldestEvent)
        {
            yield return Observation.Trouble(
                "deposits", "No instance books blocks.", "Does an instance run, with Deposits:Enabled? Runbook: Deposits are late.");
        }
        else
        {
            yield return Observation.Well("deposits", $"{books.LeaseOwner} books blocks and has come to slot {books.Slot}.");
        }

        yield return books.Differences == 0
            ? Observation.Well("books", "The books agree with the chain, as far as they were compared.")
            : Observation.Trouble(
                "books", $"The books of {books.Differences} account(s) differ from the chain.", "Find out before anything else. Runbook: WalletBooksDiffer.");
    }

    private TimeSpan AgeOf(DateTime moment) => time.GetUtcNow() - new DateTimeOffset(DateTime.SpecifyKind(moment, DateTimeKind.Utc));

    private static string Text(TimeSpan age) => string.Create(CultureInfo.InvariantCulture, $"{age.TotalSeconds:0} s");

    internal sealed record Transfers(string Status, long Number, DateTime Oldest, string Example);

    internal sealed record Events(long Number, DateTime? Oldest);

    internal sealed record Books(decimal? Slot, string? LeaseOwner, DateTime? LeaseUntil, decimal? GapSlot, long Differences);
}
