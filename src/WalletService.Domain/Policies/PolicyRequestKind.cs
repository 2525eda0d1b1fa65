namespace WalletService.Domain.Policies;

/// <summary>The kinds of request that use a wallet's key; each is written as the last word of its route.</summary>
public enum PolicyRequestKind
{
    TransferSol,
    TransferToken,

    /// <summary>One transaction of a batch.</summary>
    TransferBatch,
    Send,
    Sign,
    SignMessage,
}
