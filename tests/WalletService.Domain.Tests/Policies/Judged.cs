using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Policies;

/// <summary>Subjects and policies to judge them by.</summary>
internal static class Judged
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static readonly UserId User = UserId.Parse("alice");

    public static readonly WalletId Wallet = WalletId.From(Guid.Parse("0195f1a0-0000-7000-8000-000000000001"));

    public static SolanaAddress Address(byte number) => SolanaAddress.FromBytes([.. Enumerable.Repeat(number, SolanaAddress.Length)]);

    public static PolicySubject Paying(ulong lamports, SolanaAddress? to = null) => Moving(new AssetMovement(Asset.Sol, lamports, to ?? Address(9)));

    public static PolicySubject Moving(params AssetMovement[] movements) => new()
    {
        Kind = PolicyRequestKind.TransferSol,
        Caller = CallerId.Parse("shop"),
        UserId = User,
        WalletId = Wallet,
        Movements = movements,
        At = Noon,
    };

    /// <param name="rules">The fields of the document behind its form.</param>
    public static Policy Saying(string rules, PolicyScope? scope = null, long version = 1)
    {
        var document = Read($$"""{"form":1,{{rules}}}""");
        return new Policy(scope ?? PolicyScope.Global, version, PolicyDocumentWriter.HashOf(document), document);
    }

    public static PolicyDocument Read(string json) =>
        PolicyDocumentReader.TryRead(json, out var document, out var fault) ? document : throw new FormatException(fault.ToString());

    public static PolicyVerdict By(this PolicySubject subject, params Policy[] policies) =>
        PolicyEvaluator.Evaluate(subject, policies, PolicySpending.None);

    public static PolicyVerdict By(this PolicySubject subject, SpendingTotal before, Policy policy) => PolicyEvaluator.Evaluate(
        subject,
        [policy],
        new PolicySpending(policy.Document.Windows.ToDictionary(window => (policy.Scope, window.Asset, window.Length), _ => before)));

    /// <summary>The one reason of a refusal.</summary>
    public static PolicyCheck Denied(this PolicyVerdict verdict) => Assert.Single(Assert.IsType<PolicyVerdict.Deny>(verdict).Reasons);

    public static void Allowed(this PolicyVerdict verdict) => Assert.IsType<PolicyVerdict.Allow>(verdict);
}
