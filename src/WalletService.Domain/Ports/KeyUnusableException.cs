namespace WalletService.Domain.Ports;

/// <summary>
/// A wallet's key can't be used until an operator acts: disabled, destroyed, of the wrong purpose, algorithm or protection
/// level, or not permitted to this service.
/// </summary>
public sealed class KeyUnusableException : Exception
{
    public KeyUnusableException(string reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>A stable word for logs and metrics, e.g. <c>disabled</c>, <c>wrong_algorithm</c>, <c>permission_denied</c>.</summary>
    public string Reason { get; }
}
