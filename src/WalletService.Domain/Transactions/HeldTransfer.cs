using WalletService.Domain.Management;

namespace WalletService.Domain.Transactions;

/// <summary>A transfer that this instance has leased, with what it remembers of it. Losing it loses nothing.</summary>
public sealed class HeldTransfer(Transfer transfer)
{
    private int busy;
    private int queued;
    private int hintedAttempt;

    /// <summary>The transfer as last committed.</summary>
    public Transfer Transfer { get; set; } = transfer;

    public Wallet? Wallet { get; set; }

    /// <summary>Not to be worked on before.</summary>
    public DateTimeOffset NotBefore { get; set; }

    public int Delays { get; set; }

    public DateTimeOffset? LastSent { get; set; }

    /// <summary>Whether a node has taken the present attempt from this instance.</summary>
    public bool WasAccepted { get; set; }

    /// <summary>What a node's simulation said against the present attempt.</summary>
    public string? Refusal { get; set; }

    public DateTimeOffset? LastJudged { get; set; }

    /// <summary>Since when a transaction that was seen before is not reported any more, or its details are awaited.</summary>
    public DateTimeOffset? MissingSince { get; set; }

    /// <summary>When the status of the present attempt was last asked for.</summary>
    public DateTimeOffset? LastLooked { get; set; }

    /// <summary>Whether the chain's state of its attempt is being watched.</summary>
    public bool IsWatched => Transfer.Attempt is not null && !Transfer.Status.IsEnd() && Transfer.Status != TransferStatus.Ready;

    /// <summary>
    /// Whether its status is to be read in a round at <paramref name="now"/>. Hints tell of confirmations only: rounds that they
    /// bring forward leave out what is confirmed and was looked at within the interval.
    /// </summary>
    public bool IsDueForLook(DateTimeOffset now, TimeSpan interval) =>
        Transfer.Status != TransferStatus.Confirmed || LastLooked is null || now - LastLooked >= interval;

    /// <summary>Forgets what belongs to an attempt that is proven dead.</summary>
    public void BeginNextAttempt()
    {
        LastSent = null;
        WasAccepted = false;
        Refusal = null;
        LastJudged = null;
        LastLooked = null;
        MissingSince = null;
    }

    /// <summary>True for one caller at a time, until <see cref="Leave"/>.</summary>
    public bool TryEnter() => Interlocked.Exchange(ref busy, 1) == 0;

    public void Leave() => Volatile.Write(ref busy, 0);

    /// <summary>True for one caller until <see cref="Dequeue"/>: a transfer stands in the queue once, however long the workers take.</summary>
    public bool TryQueue() => Interlocked.Exchange(ref queued, 1) == 0;

    public void Dequeue() => Volatile.Write(ref queued, 0);

    /// <summary>True once for each attempt.</summary>
    public bool TryAskForHint()
    {
        var number = Transfer.Attempt?.Number ?? 0;
        return Interlocked.Exchange(ref hintedAttempt, number) != number;
    }
}
