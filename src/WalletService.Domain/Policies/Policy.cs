namespace WalletService.Domain.Policies;

/// <summary>A policy as it was set. A newer version takes its place; it is never changed.</summary>
/// <param name="Version">1, 2, 3, … for each scope.</param>
/// <param name="Hash">SHA-256 of the document's canonical form, lower-case hex.</param>
public sealed record Policy(PolicyScope Scope, long Version, string Hash, PolicyDocument Document)
{
    /// <summary>
    /// The policies by which something was judged, e.g. <c>global@3 user@1</c>: as long as it stays the same, the same rules apply.
    /// </summary>
    public static string Pin(IEnumerable<Policy> policies) =>
        string.Join(' ', policies.OrderBy(policy => policy.Scope.Kind).Select(policy => $"{policy.Scope.KindName}@{policy.Version}"));
}
