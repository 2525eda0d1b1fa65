namespace WalletService.Solana.Messages;

/// <summary>A call of a program, with its accounts as indexes into the message's addresses.</summary>
public sealed class CompiledInstruction
{
    public required byte ProgramIndex { get; init; }

    public required ReadOnlyMemory<byte> AccountIndexes { get; init; }

    public required ReadOnlyMemory<byte> Data { get; init; }
}
