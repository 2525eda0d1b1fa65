namespace WalletService.Solana.Programs.Extensions;

/// <summary>Holders of the mint may set up their accounts so that amounts are encrypted.</summary>
/// <param name="Authority">Who may change these settings and admit accounts.</param>
/// <param name="AdmitsAllAccounts">Accounts may begin without being admitted.</param>
public sealed record ConfidentialTransferMint(Address? Authority, bool AdmitsAllAccounts)
{
    internal static ConfidentialTransferMint Read(ReadOnlySpan<byte> data) =>
        new(AccountData.ReadAddressOrZero(data, 0), data[Address.Length] != 0);
}
