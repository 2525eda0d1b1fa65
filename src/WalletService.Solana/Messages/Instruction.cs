namespace WalletService.Solana.Messages;

/// <summary>A call of a program, with its accounts by address.</summary>
public sealed class Instruction(Address programId, IReadOnlyList<AccountMeta> accounts, ReadOnlyMemory<byte> data)
{
    public Address ProgramId { get; } = programId;

    public IReadOnlyList<AccountMeta> Accounts { get; } = accounts;

    public ReadOnlyMemory<byte> Data { get; } = data;
}
