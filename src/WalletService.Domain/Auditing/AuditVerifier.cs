namespace WalletService.Domain.Auditing;

/// <summary>
/// Checks an audit log that is read from end to end: every entry's content against its hash, every entry against the one before it,
/// and every chain's end against its head. Of each chain it names the first place that is wrong: what comes after it follows from that.
/// </summary>
/// <param name="check">How the signatures of checkpoints are checked.</param>
/// <param name="trustedKeys">The base58 public keys that may sign checkpoints; without any, the keys that the checkpoints name.</param>
/// <param name="isWhole">Whether the chains are read from their first entry on; else a chain may begin anywhere.</param>
public sealed class AuditVerifier(SignatureCheck check, IReadOnlyCollection<string>? trustedKeys = null, bool isWhole = true) : IDisposable
{
    /// <summary>Further problems are counted and not kept.</summary>
    public const int MostProblems = 1_000;

    private readonly Dictionary<string, ChainState> chains = new(StringComparer.Ordinal);
    private readonly List<AuditProblem> problems = [];
    private readonly CheckpointVerifier checkpoints = new(check, trustedKeys ?? []);
    private long entries;
    private long brokenChains;

    public void Add(AuditItem item)
    {
        switch (item)
        {
            case AuditItem.Checkpoint checkpoint:
                checkpoints.Add(checkpoint.Stored);
                break;
            case AuditItem.CheckpointHead head:
                checkpoints.Add(head.Seen);
                break;
            case AuditItem.Mark mark:
                ChainOf(mark.Seen.Chain).Marks.Enqueue(mark);
                break;
            case AuditItem.Entry entry:
                AddEntry(entry.Stored);
                break;
            case AuditItem.Head head:
                AddHead(head);
                break;
        }
    }

    /// <summary>What was found, once everything was read.</summary>
    public AuditVerification Finish()
    {
        foreach (var (name, chain) in isWhole ? chains.Where(chain => !chain.Value.HasHead) : [])
        {
            Break(name, chain, AuditProblemKind.WithoutHead, null, "The chain has entries, but what they belong to is gone, and its head with it.");
        }

        checkpoints.Close();
        if (checkpoints.Problem is { } problem)
        {
            brokenChains++;
            problems.Insert(0, problem);
        }

        return new AuditVerification(entries, chains.Count, brokenChains, problems, checkpoints.Newest);
    }

    private void AddEntry(StoredAuditEntry entry)
    {
        entries++;
        var chain = ChainOf(entry.Chain);
        chain.Length++;
        if (chain.IsBroken)
        {
            return;
        }

        if ((isWhole || chain.Length > 1) && entry.PreviousHash != chain.Head)
        {
            Break(
                entry.Chain,
                chain,
                AuditProblemKind.NotLinked,
                entry,
                $"It follows the entry with the hash {entry.PreviousHash}, but the one before it has {chain.Head}: "
                + "an entry was removed, or moved, or its link changed.");
        }
        else if (entry.ComputeHash() is not { } hash)
        {
            Break(entry.Chain, chain, AuditProblemKind.Changed, entry, "Its details are not names and texts.");
        }
        else if (hash != entry.Hash)
        {
            Break(
                entry.Chain,
                chain,
                AuditProblemKind.Changed,
                entry,
                $"Its content has the hash {hash}, but it was written with {entry.Hash}: something of it was changed.");
        }
        else
        {
            chain.Head = entry.Hash;
            while (chain.Marks.TryPeek(out var mark) && mark.Seen.Hash == entry.Hash)
            {
                chain.Marks.Dequeue();
            }
        }
    }

    private void AddHead(AuditItem.Head head)
    {
        var chain = ChainOf(head.Chain);
        chain.HasHead = true;
        if (chain.Marks.TryPeek(out var mark))
        {
            Break(
                head.Chain,
                chain,
                AuditProblemKind.CheckpointNotMet,
                null,
                $"Checkpoint {mark.Number} has seen the chain with the hash {mark.Seen.Hash}, and no entry has it now: "
                + "the chain was cut off or written anew.");
        }
        else if (chain.Head != head.Hash)
        {
            Break(
                head.Chain,
                chain,
                AuditProblemKind.CutOff,
                null,
                $"The chain ends with the hash {chain.Head}, but its head is {head.Hash}: entries are missing at the end, or the head was changed.");
        }
    }

    public void Dispose() => checkpoints.Dispose();

    /// <summary>Keeps the first problem of a chain.</summary>
    private void Break(string name, ChainState chain, AuditProblemKind kind, StoredAuditEntry? entry, string description)
    {
        if (chain.IsBroken)
        {
            return;
        }

        chain.IsBroken = true;
        brokenChains++;
        if (problems.Count < MostProblems)
        {
            problems.Add(new AuditProblem(kind, name, entry is null ? chain.Length + 1 : chain.Length, entry, description));
        }
    }

    private ChainState ChainOf(string name)
    {
        if (!chains.TryGetValue(name, out var chain))
        {
            chain = new ChainState();
            chains.Add(name, chain);
        }

        return chain;
    }

    private sealed class ChainState
    {
        /// <summary>What checkpoints have seen of the chain and was not met yet, the oldest first.</summary>
        public Queue<AuditItem.Mark> Marks { get; } = [];

        public string Head { get; set; } = AuditEntry.Origin;

        public long Length { get; set; }

        public bool HasHead { get; set; }

        public bool IsBroken { get; set; }
    }
}

/// <param name="BrokenChains">Chains in which something is wrong; that of the checkpoints counts as one.</param>
/// <param name="Problems">The first of each broken chain, for at most <see cref="AuditVerifier.MostProblems"/> chains.</param>
/// <param name="Newest">The newest checkpoint that was found right, to be compared with what was published; null when there is none.</param>
public sealed record AuditVerification(
    long Entries, long Chains, long BrokenChains, IReadOnlyList<AuditProblem> Problems, AuditCheckpoint? Newest)
{
    public bool IsIntact => BrokenChains == 0;
}
