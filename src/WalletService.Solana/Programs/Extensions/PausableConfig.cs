namespace WalletService.Solana.Programs.Extensions;

/// <summary>Whether all transfers, mintings and burnings of a mint stand still.</summary>
/// <param name="Authority">Who may pause and resume.</param>
public sealed record PausableConfig(Address? Authority, bool IsPaused)
{
    internal static PausableConfig Read(ReadOnlySpan<byte> data) => new(AccountData.ReadAddressOrZero(data, 0), data[Address.Length] != 0);
}
