namespace WalletService.Solana.Rpc;

/// <summary>An answer that tells at which slot the node was when it gave it.</summary>
public interface IAnswerInContext
{
    ulong Slot { get; }
}
