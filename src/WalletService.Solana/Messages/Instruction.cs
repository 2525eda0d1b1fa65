namespace WalletService.Solana.Messages;

/// <summary>A call of a program, with its accounts by address.</summary>
public sealed class Instruction(Address programId, IReadOnlyList<AccountMeta> accounts, ReadOnlyMemory<byte> data)
{
    public Address ProgramId { get; } = programId;

    public IReadOnlyList<AccountMeta> Accounts { get; } = accounts;

    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>The same call with further accounts behind its own, as a transfer hook needs them.</summary>
    public Instruction WithFurtherAccounts(IEnumerable<AccountMeta> further) => new(ProgramId, [.. Accounts, .. further], Data);
}
