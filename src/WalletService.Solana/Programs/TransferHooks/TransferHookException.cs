namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>The accounts that a hook needs cannot be found from what it says of them. The message tells why.</summary>
public sealed class TransferHookException : Exception
{
    public TransferHookException()
        : this("The accounts of a transfer hook cannot be found.")
    {
    }

    public TransferHookException(string message)
        : base(message)
    {
    }

    public TransferHookException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
