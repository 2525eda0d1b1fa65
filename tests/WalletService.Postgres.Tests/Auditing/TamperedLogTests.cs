using Dapper;
using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Auditing;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Auditing;

/// <summary>Whoever owns the database can switch the triggers off and change what they like; the log shows it.</summary>
public sealed class TamperedLogTests : CheckpointContract
{
    private string connectionString = string.Empty;

    /// <summary>Flips one bit of a text column's bytes, or of a number.</summary>
    private static readonly (string Table, string Column, string Flip)[] Columns =
    [
        ("audit_log", "at", "at + (1 << @bit % 30) * interval '1 microsecond'"),
        ("audit_log", "action", Text("action")),
        ("audit_log", "user_id", Text("user_id")),
        ("audit_log", "previous_hash", Text("previous_hash")),
        ("audit_log", "hash", Text("hash")),
        ("audit_log", "wallet_id", Id("wallet_id")),
        ("audit_log", "transaction_id", Id("transaction_id")),
        ("audit_log", "details", "jsonb_set(details, ARRAY[(SELECT min(key) FROM jsonb_object_keys(details) AS key)], to_jsonb('x' || @bit::text))"),
        ("audit_checkpoints", "at", "at + (1 << @bit % 30) * interval '1 microsecond'"),
        ("audit_checkpoints", "number", "number # (1::bigint << @bit % 20)"),
        ("audit_checkpoints", "previous_hash", Text("previous_hash")),
        ("audit_checkpoints", "head_count", "head_count # (1::bigint << @bit % 20)"),
        ("audit_checkpoints", "heads_hash", Text("heads_hash")),
        ("audit_checkpoints", "key_version", Text("key_version")),
        ("audit_checkpoints", "public_key", Text("public_key")),
        ("audit_checkpoints", "signature", Text("signature")),
        ("audit_checkpoint_heads", "chain", Text("chain")),
        ("audit_checkpoint_heads", "head", Text("head")),
        ("wallets", "audit_head", Text("audit_head")),
        ("audit_service_chain", "head", Text("head")),
    ];

    public override async Task InitializeAsync()
    {
        connectionString = await (await SharedServers.PostgresAsync()).CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    public static TheoryData<string, string, string> AllColumns()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (table, column, flip) in Columns)
        {
            data.Add(table, column, flip);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AllColumns))]
    public async Task A_flipped_bit_of_any_column_is_found(string table, string column, string flip)
    {
        await WriteLogAsync();
        await using var connection = await OwnerAsync();
        var rows = await connection.QueryAsync<string>($"SELECT ctid::text FROM {table}");
        foreach (var (row, number) in rows.Select((row, number) => (row, number)))
        {
            await using var change = await connection.BeginTransactionAsync();
            var changed = await connection.ExecuteAsync(
                $"UPDATE {table} SET {column} = {flip} WHERE ctid = @row::tid AND {column} IS NOT NULL AND {flip} IS NOT NULL",
                new { row, bit = (number * 37) + 5 },
                change);
            await change.CommitAsync();
            if (changed > 0)
            {
                Assert.False((await VerifyAsync()).IsIntact, $"{table}.{column}, row {number}");
                return;
            }
        }

        Assert.Fail($"Nothing was changed in {table}.{column}.");
    }

    [Fact]
    public async Task A_deleted_entry_is_found()
    {
        var wallet = await WriteLogAsync();
        await TamperAsync(
            "DELETE FROM audit_log WHERE id = (SELECT id FROM audit_log WHERE wallet_id = @id ORDER BY id OFFSET 1 LIMIT 1)", wallet);

        var problem = Assert.Single((await VerifyAsync()).Problems);
        Assert.Equal((AuditProblemKind.NotLinked, wallet.Id.ToString(), 2L), (problem.Kind, problem.Chain, problem.Position));
    }

    [Fact]
    public async Task Entries_that_changed_places_are_found()
    {
        var wallet = await WriteLogAsync();
        await TamperAsync(
            """
            ALTER TABLE audit_log ALTER COLUMN id DROP IDENTITY;
            UPDATE audit_log SET id = -id WHERE wallet_id = @id
            """,
            wallet);

        var problem = Assert.Single((await VerifyAsync()).Problems);
        Assert.Equal((AuditProblemKind.NotLinked, wallet.Id.ToString(), 1L), (problem.Kind, problem.Chain, problem.Position));
    }

    [Fact]
    public async Task A_cut_end_is_found_by_the_head_and_by_the_checkpoint()
    {
        var wallet = await WriteLogAsync();
        await TamperAsync("DELETE FROM audit_log WHERE id = (SELECT max(id) FROM audit_log WHERE wallet_id = @id)", wallet);
        Assert.Equal(AuditProblemKind.CheckpointNotMet, Assert.Single((await VerifyAsync()).Problems).Kind);

        await TamperAsync(
            "UPDATE wallets SET audit_head = (SELECT hash FROM audit_log WHERE wallet_id = @id ORDER BY id DESC LIMIT 1) WHERE id = @id", wallet);
        Assert.Equal(AuditProblemKind.CheckpointNotMet, Assert.Single((await VerifyAsync()).Problems).Kind);
    }

    [Fact]
    public async Task A_wallet_that_is_gone_with_its_whole_chain_is_found()
    {
        var wallet = await WriteLogAsync();
        await TamperAsync("DELETE FROM audit_log WHERE wallet_id = @id; DELETE FROM wallets WHERE id = @id", wallet);
        Assert.Equal(AuditProblemKind.WithoutHead, Assert.Single((await VerifyAsync()).Problems).Kind);

        await TamperAsync("DELETE FROM audit_checkpoint_heads WHERE chain = @id::text", wallet);
        Assert.Equal(AuditProblemKind.CheckpointBroken, Assert.Single((await VerifyAsync()).Problems).Kind);
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_from_end_to_end_is_found()
    {
        var wallet = await WriteLogAsync();
        var entry = AuditEntry.Append(
            AuditEntry.Origin, wallet.Id, wallet.UserId, new AuditDraft("wallet.created", null, new Dictionary<string, string>()), Time.GetUtcNow());
        await TamperAsync(
            $$"""
            DELETE FROM audit_log WHERE wallet_id = @id;
            INSERT INTO audit_log (at, action, wallet_id, user_id, details, previous_hash, hash)
            VALUES ('{{entry.At:O}}', '{{entry.Action}}', @id, '{{wallet.UserId.Value}}', '{}', '{{entry.PreviousHash}}', '{{entry.Hash}}');
            UPDATE wallets SET audit_head = '{{entry.Hash}}' WHERE id = @id
            """,
            wallet);

        var problem = Assert.Single((await VerifyAsync()).Problems);
        Assert.Equal((AuditProblemKind.CheckpointNotMet, wallet.Id.ToString()), (problem.Kind, problem.Chain));
    }

    [Fact]
    public async Task A_removed_checkpoint_is_found()
    {
        var wallet = await WriteLogAsync();
        await TamperAsync("DELETE FROM audit_checkpoint_heads WHERE checkpoint = 1; DELETE FROM audit_checkpoints WHERE number = 1", wallet);

        Assert.Equal(AuditProblemKind.CheckpointBroken, Assert.Single((await VerifyAsync()).Problems).Kind);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(connectionString, time);

    private static string Id(string column) =>
        $"encode(set_bit(uuid_send({column}), @bit % 128, 1 - get_bit(uuid_send({column}), @bit % 128)), 'hex')::uuid";

    /// <summary>The lowest bit of one of its letters, so that what it becomes is a text still.</summary>
    private static string Text(string column) =>
        $"convert_from(set_byte(convert_to({column}, 'UTF8'), @bit % octet_length({column}), "
        + $"get_byte(convert_to({column}, 'UTF8'), @bit % octet_length({column})) # 1), 'UTF8')";

    private async Task<Wallet> WriteLogAsync()
    {
        var wallet = await CreateWalletAsync();
        await Storage.AuditTrail.RecordAsync(
            new AuditDraft("test.entry", null, new Dictionary<string, string> { ["number"] = "1" }), default);
        await MakeAsync();
        await SubmittedAsync(wallet);
        await MakeAsync();
        Assert.True((await VerifyAsync()).IsIntact);
        return wallet;
    }

    private async Task TamperAsync(string statements, Wallet wallet)
    {
        await using var connection = await OwnerAsync();
        await connection.ExecuteAsync(statements, new { id = wallet.Id.Value });
    }

    /// <summary>The database as its owner can have it: no trigger, no reference, no check is in the way.</summary>
    private async Task<NpgsqlConnection> OwnerAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync(
            """
            SET session_replication_role = replica;
            ALTER TABLE audit_log DROP CONSTRAINT IF EXISTS audit_log_previous_hash_check, DROP CONSTRAINT IF EXISTS audit_log_hash_check;
            ALTER TABLE audit_checkpoints
                DROP CONSTRAINT IF EXISTS audit_checkpoints_previous_hash_check, DROP CONSTRAINT IF EXISTS audit_checkpoints_heads_hash_check,
                DROP CONSTRAINT IF EXISTS audit_checkpoints_number_check, DROP CONSTRAINT IF EXISTS audit_checkpoints_head_count_check;
            ALTER TABLE audit_checkpoint_heads DROP CONSTRAINT IF EXISTS audit_checkpoint_heads_head_check;
            ALTER TABLE wallets DROP CONSTRAINT IF EXISTS wallets_audit_head_check;
            ALTER TABLE audit_service_chain DROP CONSTRAINT IF EXISTS audit_service_chain_head_check
            """);
        return connection;
    }
}
