using System.Globalization;
using Npgsql;

namespace WalletService.EndToEnd.Tests;

/// <summary>What the database of a service says, read without the service.</summary>
internal sealed class DatabaseRecords(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(connectionString);

    /// <summary>The state with the outcome of each attempt, such as <c>Submitted (dead, live)</c>.</summary>
    public static string Describe(TransferRecord transfer) =>
        transfer.Attempts.Count == 0 ? transfer.Status : $"{transfer.Status} ({string.Join(", ", transfer.Attempts)})";

    /// <summary>Whether no event waits to be published.</summary>
    public async Task<bool> AllIsPublishedAsync() => await ScalarAsync("SELECT count(*) FROM outbox WHERE published_at IS NULL") is 0L;

    /// <summary>The transfers that the request made: one, or none.</summary>
    public async Task<IReadOnlyList<TransferRecord>> TransfersAsync(string userId)
    {
        await using var command = database.CreateCommand(
            """
            SELECT id, status, reserved, reserved_tokens, ended_at IS NOT NULL,
                ARRAY(SELECT outcome FROM transfer_attempts WHERE transfer_id = transfers.id ORDER BY number),
                (SELECT signature FROM transfer_attempts WHERE transfer_id = transfers.id ORDER BY number DESC LIMIT 1)
            FROM transfers WHERE user_id = $1
            """);
        command.Parameters.AddWithValue(userId);
        await using var rows = await command.ExecuteReaderAsync();
        var transfers = new List<TransferRecord>();
        while (await rows.ReadAsync())
        {
            transfers.Add(new TransferRecord(
                rows.GetGuid(0).ToString("D"),
                rows.GetString(1),
                rows.GetDecimal(2),
                rows.GetDecimal(3),
                rows.GetBoolean(4),
                await rows.GetFieldValueAsync<string[]>(5),
                await rows.IsDBNullAsync(6) ? null : rows.GetString(6)));
        }

        return transfers;
    }

    /// <summary>How many approvals the transfer that the request made has.</summary>
    public async Task<int> ApprovalsAsync(string userId) => int.Parse(
        Assert.Single(await TextsAsync(
            "SELECT coalesce(jsonb_array_length(policy -> 'approvals'), 0)::text FROM transfers WHERE user_id = $1", userId)),
        CultureInfo.InvariantCulture);

    /// <summary>The states of the user's wallets.</summary>
    public Task<IReadOnlyList<string>> WalletsAsync(string userId) =>
        TextsAsync("SELECT status FROM wallets WHERE user_id = $1 ORDER BY id", userId);

    /// <summary>Of each rotation of the user's wallets' keys, whether it is completed.</summary>
    public async Task<IReadOnlyList<bool>> RotationsAsync(string userId)
    {
        await using var command = database.CreateCommand(
            """
            SELECT completed_at IS NOT NULL
            FROM key_rotations JOIN wallets ON wallets.id = key_rotations.wallet_id
            WHERE wallets.user_id = $1
            """);
        command.Parameters.AddWithValue(userId);
        await using var rows = await command.ExecuteReaderAsync();
        var completed = new List<bool>();
        while (await rows.ReadAsync())
        {
            completed.Add(rows.GetBoolean(0));
        }

        return completed;
    }

    /// <summary>What the audit log has of the user's doings, in order.</summary>
    public Task<IReadOnlyList<string>> AuditAsync(string userId) =>
        TextsAsync("SELECT action FROM audit_log WHERE user_id = $1 ORDER BY id", userId);

    /// <summary>The lines of the books of the user's wallets, such as <c>signed -1000</c>, in order.</summary>
    public Task<IReadOnlyList<string>> BooksAsync(string userId) => TextsAsync(
        """
        SELECT ledger_entries.kind || ' ' || ledger_entries.amount
        FROM ledger_entries JOIN wallets ON wallets.id = ledger_entries.wallet_id
        WHERE wallets.user_id = $1 ORDER BY ledger_entries.id
        """,
        userId);

    /// <summary>What was told as a violation of security about the subject, in order.</summary>
    public Task<IReadOnlyList<string>> ViolationsAsync(string subject) => TextsAsync(
        "SELECT data ->> 'what' FROM outbox WHERE type = 'security.violation' AND data ->> 'subject' = $1 ORDER BY id", subject);

    /// <summary>Gives up the connections that a server took with it when it died.</summary>
    public void Reconnect() => database.Clear();

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<IReadOnlyList<string>> TextsAsync(string sql, string parameter)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddWithValue(parameter);
        await using var rows = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await rows.ReadAsync())
        {
            texts.Add(rows.GetString(0));
        }

        return texts;
    }

    private async Task<object?> ScalarAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}

/// <param name="Attempts">The outcomes of its attempts, first to last.</param>
/// <param name="Signature">Of the last attempt.</param>
internal sealed record TransferRecord(
    string Id, string Status, decimal Reserved, decimal ReservedTokens, bool HasEnded, IReadOnlyList<string> Attempts, string? Signature);
