namespace WalletService.Client;

/// <summary>The broker, or the service's host, could not be reached, or the broker refused the user and password. Nothing was sent.</summary>
public sealed class WalletConnectionException : Exception
{
    public WalletConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
