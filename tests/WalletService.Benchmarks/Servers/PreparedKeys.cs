using System.Security.Cryptography;
using Npgsql;
using WalletService.Solana;

namespace WalletService.Benchmarks.Servers;

/// <summary>
/// Fills the pool of prepared keys faster than a vault could. The keys are in no vault: creation asks none, and nothing is signed with them.
/// </summary>
internal static class PreparedKeys
{
    /// <summary>More than all windows of a run take.</summary>
    private const int Count = 200_000;

    public static async Task FillAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var rows = await connection.BeginBinaryImportAsync(
            "COPY key_pool (wallet_id, provider, reserved_at, key_version, address, protection_level) FROM STDIN (FORMAT BINARY)");
        var now = TimeProvider.System.GetUtcNow();
        for (var number = 0; number < Count; number++)
        {
            await rows.StartRowAsync();
            var id = Guid.CreateVersion7(now);
            await rows.WriteAsync(id);
            await rows.WriteAsync("google");
            await rows.WriteAsync(now.AddMilliseconds(number));
            await rows.WriteAsync($"projects/p/locations/l/keyRings/r/cryptoKeys/wallet-{id}/cryptoKeyVersions/1");
            await rows.WriteAsync(Address.FromBytes(RandomNumberGenerator.GetBytes(Address.Length)).ToString());
            await rows.WriteAsync("SOFTWARE");
        }

        await rows.CompleteAsync();
    }
}
