namespace WalletService.CrashHost;

/// <summary>Something that the service does, with a crash point on either side.</summary>
/// <param name="Name">Names it in the switch.</param>
/// <param name="Noun">Names it in the table, after "before" and "after".</param>
public sealed record CrashStep(string Name, string Noun)
{
    public static CrashStep Intent { get; } = new("intent", "the commit of the intent");

    public static CrashStep Acknowledgement { get; } = new("acknowledgement", "the acknowledgement of the request");

    public static CrashStep Decision { get; } = new("decision", "the commit of the decision and its reservation");

    public static CrashStep Announcement { get; } = new("announcement", "the commit that announces the signature");

    public static CrashStep Signature { get; } = new("signature", "the KMS call");

    public static CrashStep Signed { get; } = new("signed", "the commit of Signed");

    public static CrashStep Send { get; } = new("send", "the send");

    public static CrashStep Submitted { get; } = new("submitted", "the commit of Submitted");

    public static CrashStep Statuses { get; } = new("statuses", "the read of its status");

    public static CrashStep Confirmed { get; } = new("confirmed", "the commit of Confirmed");

    public static CrashStep Details { get; } = new("details", "the read of its execution");

    public static CrashStep Finalized { get; } = new("finalized", "the commit of Finalized");

    public static CrashStep Rejected { get; } = new("rejected", "the commit of Rejected");

    public static CrashStep Approved { get; } = new("approved", "the commit of the approval");

    public static CrashStep Cancelled { get; } = new("cancelled", "the commit of Cancelled");

    public static CrashStep Failed { get; } = new("failed", "the commit of Failed");

    public static CrashStep Reply { get; } = new("reply", "the reply");

    public static CrashStep Publish { get; } = new("publish", "the publication of an event");

    public static CrashStep PublishedMark { get; } = new("published-mark", "the commit that marks an event as published");

    public static CrashStep Judgement { get; } = new("judgement", "the judgement of an attempt that nobody knows");

    public static CrashStep NextAttempt { get; } = new("next-attempt", "the commit of the death that allows another attempt");

    public static CrashStep Expired { get; } = new("expired", "the commit of Expired");

    public static CrashStep SignRequest { get; } = new("sign-request", "the commit that announces the signature for the caller");

    public static CrashStep SignCompletion { get; } = new("sign-completion", "the commit of the signature for the caller");

    public static CrashStep WalletReservation { get; } = new("wallet-reservation", "the commit that reserves the wallet's id");

    public static CrashStep WalletKey { get; } = new("wallet-key", "the making of the wallet's key");

    public static CrashStep WalletCompletion { get; } = new("wallet-completion", "the commit of the wallet");

    public static CrashStep RotationStart { get; } = new("rotation-start", "the commit that begins the rotation");

    public static CrashStep FurtherKey { get; } = new("further-key", "the making of the wallet's next key");

    public static CrashStep RotationCompletion { get; } = new("rotation-completion", "the commit of the new key");

    /// <summary>Every step there is.</summary>
    public static IReadOnlyList<CrashStep> All { get; } =
    [
        Intent, Acknowledgement, Decision, Announcement, Signature, Signed, Send, Submitted, Statuses, Confirmed, Details, Finalized,
        Rejected, Approved, Cancelled, Failed, Reply, Publish, PublishedMark, Judgement, NextAttempt, Expired, SignRequest, SignCompletion,
        WalletReservation, WalletKey, WalletCompletion, RotationStart, FurtherKey, RotationCompletion,
    ];

    /// <summary>The same step of another attempt than the first.</summary>
    public CrashStep OfAttempt(int number) =>
        number <= 1 ? this : new CrashStep($"{Name} of attempt {number}", $"{Noun}, attempt {number}");
}
