using System.Collections.Immutable;
using System.Security.Cryptography;
using WalletService.Simulation.Scheduling;
using WalletService.Solana;

namespace WalletService.Simulation.Chain;

/// <summary>
/// The one chain that all nodes see, sooner or later: slots with and without blocks, leaders that take some of what waits, blocks that
/// are dropped by a fork before they are confirmed, and a blockhash that lives for 150 blocks.
/// </summary>
internal sealed class SimulatedChain
{
    /// <summary>A blockhash is valid in this many blocks after its own (agave, <c>MAX_PROCESSING_AGE</c>).</summary>
    public const ulong BlockhashLife = 150;

    /// <summary>A block with this many confirmed blocks on top is final (agave, <c>MAX_LOCKOUT_HISTORY</c>).</summary>
    private const ulong FinalityDepth = 31;

    private const ulong ConfirmationDepth = 2;
    private const ulong FirstSlot = 1_000;

    /// <summary>Some slots have had no block before the first one here.</summary>
    private const ulong FirstHeight = 700;

    private readonly Randomness randomness;
    private readonly List<ChainBlock> blocks = [];
    private readonly List<(ulong Confirmed, ulong Finalized)> levels = [];
    private readonly Dictionary<string, Landing> landed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> heights = new(StringComparer.Ordinal);
    private readonly List<ChainTransaction> waiting = [];
    private ulong confirmed;
    private ulong finalized;

    public SimulatedChain(Randomness randomness, ImmutableDictionary<string, ulong> balances)
    {
        this.randomness = randomness;
        Slot = FirstSlot;
        Append(balances, []);
        confirmed = finalized = FirstHeight;
        levels.Add((confirmed, finalized));
        for (var slot = 0; slot < 2 * (int)FinalityDepth; slot++)
        {
            MakeSlot();
        }
    }

    /// <summary>The weather among leaders; changed by the world as time goes on.</summary>
    public ChainWeather Weather { get; set; } = ChainWeather.Fine;

    /// <summary>Told of every transaction that is executed, also in blocks that are dropped later.</summary>
    public Action<Landing>? Landed { get; set; }

    /// <summary>Told of every block that a fork drops.</summary>
    public Action<ChainBlock>? Dropped { get; set; }

    public ulong Slot { get; private set; }

    public ulong FirstBlockHeight => FirstHeight;

    public ulong Height => blocks[^1].Height;

    public ulong FinalizedHeight => finalized;

    public ImmutableDictionary<string, ulong> Balances => blocks[^1].Balances;

    public IEnumerable<Landing> Landings => blocks.SelectMany(block => block.Landings);

    /// <summary>What a node knows that is some slots behind.</summary>
    public ChainView ViewAt(ulong lag)
    {
        var slot = Math.Max(FirstSlot, Slot - Math.Min(lag, Slot - FirstSlot));
        var (confirmedThen, finalizedThen) = levels[(int)(slot - FirstSlot)];
        return new ChainView(this, slot, Math.Min(confirmedThen, confirmed), finalizedThen);
    }

    public ChainBlock BlockAt(ulong height) => blocks[(int)(height - FirstHeight)];

    public Landing? FindLanding(string signature) => landed.GetValueOrDefault(signature);

    /// <summary>The height of the block that a hash belongs to; null when it is of no block of this chain.</summary>
    public ulong? HeightOf(string blockhash) => heights.TryGetValue(blockhash, out var height) ? height : null;

    /// <summary>A leader gets to know a transaction. It is kept until it lands or expires.</summary>
    public void Submit(ChainTransaction transaction)
    {
        if (!landed.ContainsKey(transaction.Signature) && waiting.TrueForAll(other => other.Signature != transaction.Signature))
        {
            waiting.Add(transaction);
        }
    }

    /// <summary>Whether a block on top of what is final can still execute the bytes: the truth, which no node tells.</summary>
    public bool CanStillLand(string signature, string blockhash) => landed.TryGetValue(signature, out var landing)
        ? landing.Height > finalized
        : HeightOf(blockhash) is { } made && finalized <= made + BlockhashLife;

    /// <summary>One slot passes.</summary>
    public void MakeSlot()
    {
        Slot++;
        if (!randomness.Chance(Weather.SkippedSlots))
        {
            if (randomness.Chance(Weather.Forks))
            {
                Fork();
            }

            MakeBlock();
        }

        levels.Add((confirmed, finalized));
    }

    /// <summary>The leader builds on an older block: what came after it has not happened.</summary>
    private void Fork()
    {
        var unsettled = (int)(Height - (Weather.DropsConfirmed ? finalized : confirmed));
        for (var count = unsettled == 0 ? 0 : randomness.Between(1, Math.Min(unsettled, 8)); count > 0; count--)
        {
            var block = blocks[^1];
            blocks.RemoveAt(blocks.Count - 1);
            heights.Remove(block.Blockhash);
            foreach (var landing in block.Landings)
            {
                landed.Remove(landing.Transaction.Signature);
                if (randomness.Chance(0.7))
                {
                    waiting.Add(landing.Transaction);
                }
            }

            Dropped?.Invoke(block);
        }

        confirmed = Math.Min(confirmed, Height);
    }

    private void MakeBlock()
    {
        var height = Height + 1;
        waiting.RemoveAll(transaction =>
            HeightOf(transaction.Blockhash) is not { } made || height > made + BlockhashLife + 1 || landed.ContainsKey(transaction.Signature));

        var balances = Balances;
        var landings = new List<Landing>();
        foreach (var transaction in InAnyOrder(waiting.FindAll(transaction => IsTaken(transaction, height))))
        {
            if (ChainRuntime.Execute(balances, transaction) is not { } executed)
            {
                continue;
            }

            landings.Add(new Landing(transaction, Slot, height, executed.Error, Both(balances, transaction), Both(executed.Balances, transaction)));
            balances = executed.Balances;
        }

        Append(balances, landings);
        foreach (var landing in landings)
        {
            waiting.Remove(landing.Transaction);
            landed.Add(landing.Transaction.Signature, landing);
            Landed?.Invoke(landing);
        }

        if (!Weather.ConfirmationsStall)
        {
            confirmed = Math.Max(confirmed, height - ConfirmationDepth);
            finalized = Math.Max(finalized, confirmed - Math.Min(FinalityDepth, confirmed - FirstHeight));
        }
    }

    private bool IsTaken(ChainTransaction transaction, ulong height) =>
        (!Weather.HoldsBack || height >= LastMoment(transaction)) && randomness.Chance(Weather.Inclusion);

    /// <summary>The last height at which it is valid or, for every other transaction, the one after it, at which the runtime still takes it.</summary>
    private ulong? LastMoment(ChainTransaction transaction) =>
        HeightOf(transaction.Blockhash) + BlockhashLife + (transaction.Message[^1] % 2UL);

    private void Append(ImmutableDictionary<string, ulong> balances, IReadOnlyList<Landing> landings)
    {
        Span<byte> noise = stackalloc byte[sizeof(ulong)];
        BitConverter.TryWriteBytes(noise, randomness.Next());
        var blockhash = Blockhash.FromBytes(SHA256.HashData(noise)).ToString();
        var height = blocks.Count == 0 ? FirstHeight : Height + 1;
        blocks.Add(new ChainBlock(Slot, height, blockhash, balances, landings));
        heights.Add(blockhash, height);
    }

    private List<ChainTransaction> InAnyOrder(List<ChainTransaction> transactions)
    {
        for (var last = transactions.Count - 1; last > 0; last--)
        {
            var other = randomness.Below(last + 1);
            (transactions[last], transactions[other]) = (transactions[other], transactions[last]);
        }

        return transactions;
    }

    private static (ulong Source, ulong Recipient) Both(ImmutableDictionary<string, ulong> balances, ChainTransaction transaction) =>
        (balances.BalanceOf(transaction.Source), balances.BalanceOf(transaction.Recipient));
}
