namespace WalletService.Domain.Ports;

/// <summary>
/// The call may or may not have taken effect (a send or a commit that got no answer). It is never taken for a failure: the
/// outcome is looked up.
/// </summary>
public sealed class OutcomeUnknownException : Exception
{
    public OutcomeUnknownException(string dependency, string message, Exception? innerException = null)
        : base(message, innerException) => Dependency = dependency;

    /// <summary>Which dependency: <c>solana-rpc</c>, <c>postgres</c>.</summary>
    public string Dependency { get; }
}
