namespace WalletService.Solana.Rpc;

/// <summary>The codes of Agave's JSON-RPC errors (rpc-client-api, custom_error.rs) that callers decide by.</summary>
public static class RpcErrorCode
{
    public const int InvalidParams = -32602;
    public const int BlockCleanedUp = -32001;

    /// <summary>Preflight failed; <see cref="RpcException.PreflightFailure"/> says why.</summary>
    public const int PreflightFailure = -32002;

    public const int SignatureVerificationFailure = -32003;
    public const int BlockNotAvailable = -32004;

    /// <summary>The node is behind or unhealthy; <see cref="RpcException.SlotsBehind"/> may say how far.</summary>
    public const int NodeUnhealthy = -32005;

    public const int SlotSkipped = -32007;
    public const int LongTermStorageSlotSkipped = -32009;
    public const int TransactionHistoryNotAvailable = -32011;
    public const int BlockStatusNotAvailableYet = -32014;
    public const int UnsupportedTransactionVersion = -32015;

    /// <summary>The node has not reached the slot asked for: the answer is not known, which is not the same as no.</summary>
    public const int MinContextSlotNotReached = -32016;

    /// <summary>Unknown <c>before</c> or <c>until</c> cursor.</summary>
    public const int FilterTransactionNotFound = -32020;

    /// <summary>Some providers answer too many requests so, with HTTP status 200.</summary>
    public const int TooManyRequests = -32429;
}
