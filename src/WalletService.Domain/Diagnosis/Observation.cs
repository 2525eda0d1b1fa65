namespace WalletService.Domain.Diagnosis;

/// <summary>What an examination found of one thing.</summary>
/// <param name="Subject">What it is about, such as <c>postgres</c> or <c>transfers.submitted</c>. Permanent: scripts read it.</param>
/// <param name="Detail">One sentence with the number; no secrets.</param>
/// <param name="Remedy">What to do first; null when nothing has to be done.</param>
public sealed record Observation(string Subject, ObservationState State, string Detail, string? Remedy = null)
{
    public static Observation Well(string subject, string detail) => new(subject, ObservationState.Well, detail);

    /// <summary>Something to know, which keeps nothing from working.</summary>
    public static Observation Remark(string subject, string detail, string remedy) => new(subject, ObservationState.Remark, detail, remedy);

    public static Observation Trouble(string subject, string detail, string remedy) => new(subject, ObservationState.Trouble, detail, remedy);
}
