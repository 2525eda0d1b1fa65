namespace WalletService.Solana.Rpc;

/// <summary>An answer, and the slot at which the node was when it gave it.</summary>
public sealed record RpcResult<T>(ulong Slot, T Value) : IAnswerInContext;
