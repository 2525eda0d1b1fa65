using System.Collections.Immutable;

namespace WalletService.Simulation.Chain;

/// <param name="Slot">When it was made. Some slots have no block, so this is never the height.</param>
/// <param name="Height">How many blocks came before it.</param>
/// <param name="Blockhash">Base58.</param>
/// <param name="Balances">Lamports of every account after the block.</param>
/// <param name="Landings">What was executed in it.</param>
internal sealed record ChainBlock(
    ulong Slot, ulong Height, string Blockhash, ImmutableDictionary<string, ulong> Balances, IReadOnlyList<Landing> Landings);
