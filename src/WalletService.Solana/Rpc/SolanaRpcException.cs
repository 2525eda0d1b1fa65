namespace WalletService.Solana.Rpc;

/// <summary>Anything that keeps a call from its answer; the three kinds say what may have happened.</summary>
public abstract class SolanaRpcException : Exception
{
    protected SolanaRpcException(string message)
        : base(message)
    {
    }

    protected SolanaRpcException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
