using System.Runtime.InteropServices;

namespace WalletService.Solana.Messages;

/// <summary>How the message's own addresses divide: signers first, and within each half the writable ones first.</summary>
/// <param name="RequiredSignatures">How many addresses, from the first, must sign. The first is the fee payer.</param>
/// <param name="ReadonlySigned">How many of those, from the end, are read only.</param>
/// <param name="ReadonlyUnsigned">How many of the other addresses, from the end, are read only.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MessageHeader(byte RequiredSignatures, byte ReadonlySigned, byte ReadonlyUnsigned);
