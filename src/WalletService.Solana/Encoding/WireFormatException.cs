namespace WalletService.Solana.Encoding;

/// <summary>Bytes that are not a message or transaction, or not in the one form that the network accepts.</summary>
public sealed class WireFormatException : FormatException
{
    public WireFormatException()
        : this("The bytes are not in Solana's wire format.")
    {
    }

    public WireFormatException(string message)
        : base(message)
    {
    }

    public WireFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
