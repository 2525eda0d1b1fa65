using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Solana;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>
/// What the accounts of transfers were when they were last read, remembered for as long as a simulation is
/// (<see cref="SolanaOptions.SimulationLifetime"/>): pricing a transfer comes right after reading its facts.
/// </summary>
internal sealed class RecentAccounts(IOptions<SolanaOptions> options, TimeProvider time)
{
    private const int Capacity = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<Address, Entry> entries = [];

    public void Remember(Address address, AccountNature nature)
    {
        lock (gate)
        {
            if (entries.Count >= Capacity)
            {
                // Rare, and cheaper than bookkeeping: transfers whose accounts are forgotten are simulated.
                entries.Clear();
            }

            entries[address] = new Entry(nature, time.GetTimestamp());
        }
    }

    /// <summary>Null when it was not read lately.</summary>
    public AccountNature? Find(Address address)
    {
        lock (gate)
        {
            return entries.TryGetValue(address, out var entry) && time.GetElapsedTime(entry.ReadAt) < options.Value.SimulationLifetime
                ? entry.Nature
                : null;
        }
    }

    private sealed record Entry(AccountNature Nature, long ReadAt);
}

/// <summary>What an account is, as far as executing a transfer depends on it.</summary>
/// <param name="Kind">What is at the address.</param>
/// <param name="DataLength">The length of its data in bytes.</param>
internal sealed record AccountNature(RecipientKind Kind, ulong DataLength);
