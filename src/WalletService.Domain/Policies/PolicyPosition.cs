using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>What only the database knows of the policies for a wallet, as nobody else can change it while it is looked at.</summary>
/// <param name="Policies">The newest of each scope that covers the wallet.</param>
/// <param name="Spending">What was moved within their windows, without what is judged.</param>
/// <param name="KnownRecipients">Since when the recipients are known that were paid before; read only where a policy asks for it.</param>
public sealed record PolicyPosition(
    IReadOnlyList<Policy> Policies,
    PolicySpending Spending,
    IReadOnlyDictionary<SolanaAddress, DateTimeOffset> KnownRecipients)
{
    /// <summary>Nothing is set for the wallet.</summary>
    public static PolicyPosition None { get; } =
        new([], PolicySpending.None, new Dictionary<SolanaAddress, DateTimeOffset>());

    /// <inheritdoc cref="Policy.Pin"/>
    public string Pin { get; } = Policy.Pin(Policies);

    /// <summary>Judges the subject by these policies.</summary>
    public PolicyVerdict Judge(PolicySubject subject) => PolicyEvaluator.Evaluate(
        subject with { Movements = [.. subject.Movements.Select(WithKnowledge)] }, Policies, Spending);

    private AssetMovement WithKnowledge(AssetMovement movement) =>
        movement.Recipient is { } recipient && KnownRecipients.TryGetValue(recipient, out var since)
        && !(movement.RecipientKnownSince <= since)
            ? movement with { RecipientKnownSince = since }
            : movement;
}
