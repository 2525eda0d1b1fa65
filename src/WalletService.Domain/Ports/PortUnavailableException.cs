namespace WalletService.Domain.Ports;

/// <summary>
/// A dependency could not be reached or answered that it is overloaded, and nothing has happened: the same call may be made
/// again. Adapters throw it only after their own bounded retries.
/// </summary>
public sealed class PortUnavailableException : Exception
{
    public PortUnavailableException(string dependency, string message, Exception? innerException = null)
        : base(message, innerException) => Dependency = dependency;

    /// <summary>Which dependency: <c>kms</c>, <c>solana-rpc</c>, <c>postgres</c>, <c>redis</c>.</summary>
    public string Dependency { get; }
}
