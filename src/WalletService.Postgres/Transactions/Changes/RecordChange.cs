using System.Diagnostics;
using WalletService.Domain.Freezes;
using WalletService.Domain.Values;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>One change of a wallet's records, to be made under the wallet's lock in a transaction with others.</summary>
internal abstract class RecordChange(string operation, WalletId walletId) : GatheredCall
{
    public string Operation { get; } = operation;

    public WalletId WalletId { get; } = walletId;

    /// <summary>What the change is part of: it is made together with others, but it is traced where it was asked for.</summary>
    public Activity? AskedIn { get; } = Activity.Current;

    /// <summary>The transfer to be locked, if any.</summary>
    public virtual TransactionId? TransferId => null;

    /// <summary>The idempotency key whose first use has to be known, if any.</summary>
    public virtual RequestKey? Key => null;

    /// <summary>What the change concerns, when it may not be made while something of it is frozen.</summary>
    public virtual IReadOnlyList<FreezeTarget> Concerned => [];

    /// <summary>What policies the change is judged by, if by any.</summary>
    public virtual JudgedWallet? Judged => null;

    /// <summary>The signature that no other attempt may have, if any.</summary>
    public virtual TransactionSignature? Signature => null;

    /// <summary>
    /// Makes the change on what was read under the locks, after the changes that come before it. It is made again when the
    /// transaction is; an exception is this change's own failure and must leave <paramref name="records"/> as they were.
    /// </summary>
    public abstract void Make(LockedRecords records);
}

/// <inheritdoc/>
internal abstract class RecordChange<TResult>(string operation, WalletId walletId) : RecordChange(operation, walletId)
{
    private TResult? result;

    /// <summary>What <see cref="MakeAsResult"/> last returned; it counts once the call is completed.</summary>
    public TResult Result => result!;

    public sealed override void Make(LockedRecords records) => result = MakeAsResult(records);

    protected abstract TResult MakeAsResult(LockedRecords records);
}
