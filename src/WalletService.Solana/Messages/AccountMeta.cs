namespace WalletService.Solana.Messages;

/// <summary>An account that an instruction uses, and what it may do with it.</summary>
public sealed record AccountMeta(Address Address, bool IsSigner, bool IsWritable)
{
    public static AccountMeta Readonly(Address address) => new(address, IsSigner: false, IsWritable: false);

    public static AccountMeta Writable(Address address) => new(address, IsSigner: false, IsWritable: true);

    public static AccountMeta ReadonlySigner(Address address) => new(address, IsSigner: true, IsWritable: false);

    public static AccountMeta WritableSigner(Address address) => new(address, IsSigner: true, IsWritable: true);
}
