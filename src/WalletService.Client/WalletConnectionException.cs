namespace WalletService.Client;

/// <summary>The broker could not be reached, or refused the user and password. Nothing was sent.</summary>
public sealed class WalletConnectionException : Exception
{
    public WalletConnectionException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
