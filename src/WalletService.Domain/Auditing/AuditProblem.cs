namespace WalletService.Domain.Auditing;

/// <summary>What is wrong with a chain of the audit log, at the first place where it is.</summary>
/// <param name="Chain">A wallet's id, <see cref="AuditChains.Service"/> or <see cref="AuditChains.Checkpoints"/>.</param>
/// <param name="Position">Which entry of the chain, the first being 1; behind the last one when it is about the end.</param>
/// <param name="Entry">The entry; null when there is none at that place.</param>
public sealed record AuditProblem(AuditProblemKind Kind, string Chain, long Position, StoredAuditEntry? Entry, string Description);

public enum AuditProblemKind
{
    /// <summary>The entry's content is not what its hash was made over.</summary>
    Changed,

    /// <summary>The entry does not follow the one before it: one between them was removed, or they are not in their order.</summary>
    NotLinked,

    /// <summary>Entries are missing at the end of the chain.</summary>
    CutOff,

    /// <summary>The wallet of the chain is gone.</summary>
    WithoutHead,

    /// <summary>A checkpoint has seen an entry that is no longer in the chain: the chain was cut off or written anew.</summary>
    CheckpointNotMet,

    /// <summary>A checkpoint is not what was signed, or one is missing.</summary>
    CheckpointBroken,
}
