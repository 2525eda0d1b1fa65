namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>One transfer, as its hook is told of it.</summary>
/// <param name="HookProgram">The hook.</param>
/// <param name="Source">The token account that pays.</param>
/// <param name="Mint">The mint.</param>
/// <param name="Destination">The token account that is paid.</param>
/// <param name="Owner">Who signs for the source.</param>
/// <param name="Amount">In base units, a transfer fee included.</param>
public sealed record TransferHookCall(Address HookProgram, Address Source, Address Mint, Address Destination, Address Owner, ulong Amount);
