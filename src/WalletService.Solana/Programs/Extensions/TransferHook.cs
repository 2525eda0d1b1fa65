namespace WalletService.Solana.Programs.Extensions;

/// <summary>A program that Token-2022 calls in every transfer of the mint, and that may refuse it.</summary>
/// <param name="Authority">Who may choose another program.</param>
/// <param name="ProgramId">The program; null when none is called at present, which the authority may change at any time.</param>
public sealed record TransferHook(Address? Authority, Address? ProgramId)
{
    internal static TransferHook Read(ReadOnlySpan<byte> data) =>
        new(AccountData.ReadAddressOrZero(data, 0), AccountData.ReadAddressOrZero(data, Address.Length));
}
