using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;

namespace WalletService.Postgres.Management;

/// <inheritdoc cref="IRetiredAddresses"/>
internal sealed class PostgresRetiredAddresses(PostgresDatabase database, FieldCipher cipher, TimeProvider time) : IRetiredAddresses
{
    private const string Claim =
        $"""
        UPDATE wallet_keys
        SET sweep_due_at = @until, sweep_rounds = sweep_rounds + 1
        WHERE (wallet_id, version) IN (
            SELECT due.wallet_id, due.version
            FROM wallet_keys AS due
            WHERE due.state = 'retired' AND due.sweep_due_at <= @now
              AND NOT EXISTS (
                  SELECT FROM transfers
                  WHERE transfers.wallet_id = due.wallet_id
                    AND (transfers.key_number = due.version OR (transfers.is_sweep AND transfers.recipient = due.address))
                    AND transfers.status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled'))
            ORDER BY due.sweep_due_at
            LIMIT @limit
            FOR UPDATE OF due SKIP LOCKED)
        RETURNING {WalletAddressRow.Columns}, wallet_keys.sweep_rounds AS Round
        """;

    public Task<IReadOnlyList<RetiredAddress>> ClaimAsync(int limit, TimeSpan pause, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<RetiredAddress>>(
            "sweeps.claim",
            async statements =>
            {
                var now = time.GetUtcNow();
                var claimed = await statements.QueryAsync<ClaimedAddressRow>(Claim, new { now, until = now + pause, limit });
                if (claimed.Count == 0)
                {
                    return [];
                }

                var wallets = (await statements.QueryAsync<WalletRow>(
                    $"SELECT {WalletRow.Columns} FROM wallets WHERE id = ANY (@ids)",
                    new { ids = claimed.Select(row => row.WalletId).Distinct().ToArray() })).ToDictionary(row => row.Id, row => row.ToWallet(cipher));
                return [.. claimed.Select(row => new RetiredAddress(wallets[row.WalletId], row.ToRow().ToAddress(), row.Round))];
            },
            cancellationToken);

    public Task ScheduleAsync(RetiredAddress address, TimeSpan delay, CancellationToken cancellationToken) => database.RepeatableAsync(
        "sweeps.schedule",
        statements => statements.ExecuteAsync(
            "UPDATE wallet_keys SET sweep_due_at = @due WHERE wallet_id = @walletId AND version = @keyNumber AND state = 'retired'",
            new { due = time.GetUtcNow() + delay, walletId = address.Wallet.Id.Value, keyNumber = address.Address.KeyNumber }),
        cancellationToken);

    private sealed record ClaimedAddressRow(
        Guid WalletId,
        int KeyNumber,
        string Provider,
        string KeyVersion,
        string Address,
        string ProtectionLevel,
        string State,
        DateTime Since,
        int Round)
    {
        public WalletAddressRow ToRow() => new(WalletId, KeyNumber, Provider, KeyVersion, Address, ProtectionLevel, State, Since);
    }
}
