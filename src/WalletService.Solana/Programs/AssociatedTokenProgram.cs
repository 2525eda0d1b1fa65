using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs;

/// <summary>Gives every wallet one token account for each mint, at an address that anyone can derive.</summary>
public static class AssociatedTokenProgram
{
    private const byte CreateIdempotentCode = 1;

    public static Address Id => WellKnownAddresses.AssociatedTokenProgram;

    /// <summary>
    /// The token account of a wallet for a mint. The token program is part of it: take it from the owner of the mint account.
    /// </summary>
    public static Address FindAddress(Address owner, Address tokenProgram, Address mint) =>
        ProgramDerivedAddress.Find(Id, owner.Memory, tokenProgram.Memory, mint.Memory).Address;

    /// <summary>Creates the account unless it exists; <paramref name="payer"/> signs and pays its rent.</summary>
    public static Instruction CreateIdempotent(Address payer, Address owner, Address tokenProgram, Address mint) =>
        new(
            Id,
            [
                AccountMeta.WritableSigner(payer),
                AccountMeta.Writable(FindAddress(owner, tokenProgram, mint)),
                AccountMeta.Readonly(owner),
                AccountMeta.Readonly(mint),
                AccountMeta.Readonly(WellKnownAddresses.SystemProgram),
                AccountMeta.Readonly(tokenProgram),
            ],
            new[] { CreateIdempotentCode });

    public static bool IsCreateIdempotent(ReadOnlySpan<byte> data) => data is [CreateIdempotentCode];
}
