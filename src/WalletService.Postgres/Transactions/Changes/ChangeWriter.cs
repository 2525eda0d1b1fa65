using System.Diagnostics;
using WalletService.Domain.Ports;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Policies;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>
/// Writes changes that are made at the same time with one transaction: one round trip that locks and reads, one that writes and
/// commits. What fails of one change fails no other.
/// </summary>
internal sealed class ChangeWriter : IAsyncDisposable
{
    private const string Operation = "changes";
    private const int Tries = 3;
    private const int GroupsAtOnce = 4;

    private readonly PostgresDatabase database;
    private readonly PostgresTelemetry telemetry;
    private readonly TimeProvider time;
    private readonly CallGatherer<RecordChange> gatherer;

    public ChangeWriter(PostgresDatabase database, PostgresTelemetry telemetry, TimeProvider time)
    {
        this.database = database;
        this.telemetry = telemetry;
        this.time = time;
        gatherer = new CallGatherer<RecordChange>(RunAsync);
    }

    /// <exception cref="PortUnavailableException">Nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">The commit got no answer.</exception>
    /// <exception cref="OperationCanceledException">Nothing was written.</exception>
    public Task<TResult> WriteAsync<TResult>(RecordChange<TResult> change, CancellationToken cancellationToken) =>
        telemetry.MeasureAsync(
            change.Operation,
            async () =>
            {
                await gatherer.RunAsync(change, cancellationToken);
                return change.Result;
            });

    public ValueTask DisposeAsync() => gatherer.DisposeAsync();

    private Task RunAsync(IReadOnlyList<RecordChange> changes) => RunAsync(changes, triesLeft: Tries);

    private async Task RunAsync(IReadOnlyList<RecordChange> changes, int triesLeft)
    {
        try
        {
            Settle(changes, await TransactAsync(changes));
        }
        catch (Exception exception) when (changes.Count == 1 && triesLeft > 1 && ChangeConflicts.IsKeyTaken(exception))
        {
            // Another instance has committed the same request in between: now it is found.
            await RunAsync(changes, triesLeft - 1);
        }
        catch (Exception exception)
        {
            await FailAsync(changes, exception);
        }
    }

    /// <summary>Makes all changes in one transaction; returns why some could not be made.</summary>
    private Task<Dictionary<RecordChange, Exception>> TransactAsync(IReadOnlyList<RecordChange> changes) => database.TransactAsync(
        Operation,
        async transaction =>
        {
            telemetry.Gathered(Operation, changes.Count);
            var records = new LockedRecords(time.GetUtcNow());
            var rows = await LockedRows.LockAsync(transaction, changes);
            await rows.Policies.CountAsync(transaction, [.. changes.Select(change => change.Judged).OfType<JudgedWallet>()], records.Now);
            records.Read(rows);

            var failures = new Dictionary<RecordChange, Exception>();
            foreach (var change in changes)
            {
                Activity.Current = change.AskedIn;
                try
                {
                    change.Make(records);
                }
                catch (Exception exception)
                {
                    failures.Add(change, exception);
                }
            }

            Activity.Current = null;

            await transaction.CommitWithAsync(records.Statements());
            return failures;
        },
        CancellationToken.None);

    private static void Settle(IReadOnlyList<RecordChange> changes, Dictionary<RecordChange, Exception> failures)
    {
        foreach (var change in changes)
        {
            if (failures.TryGetValue(change, out var failure))
            {
                change.Fail(failure);
            }
            else
            {
                change.Complete();
            }
        }
    }

    /// <summary>The transaction has failed: all of its changes, when that says something of all; else each shows for itself.</summary>
    private async Task FailAsync(IReadOnlyList<RecordChange> changes, Exception exception)
    {
        var wallets = changes.GroupBy(change => change.WalletId).ToArray();
        switch (exception)
        {
            case PortUnavailableException when wallets.Length > 1 && PostgresFailures.IsLockTimeout(exception.InnerException):
                await Parallel.ForEachAsync(
                    wallets,
                    new ParallelOptions { MaxDegreeOfParallelism = GroupsAtOnce },
                    async (changesOfWallet, _) => await RunAsync([.. changesOfWallet]));
                break;
            case not (PortUnavailableException or OutcomeUnknownException) when changes.Count > 1:
                foreach (var change in changes)
                {
                    await RunAsync([change]);
                }

                break;
            default:
                foreach (var change in changes)
                {
                    change.Fail(ChangeConflicts.Translate(exception, change));
                }

                break;
        }
    }
}
