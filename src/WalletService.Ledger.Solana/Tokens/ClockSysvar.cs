using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>The runtime's clock, by which programs tell the epoch (Solana documentation, "Sysvars").</summary>
internal static class ClockSysvar
{
    private static readonly Address Owner = Address.Parse("Sysvar1111111111111111111111111111111111111");

    /// <summary>Behind the slot and the time at which the epoch began.</summary>
    private const int EpochOffset = 16;

    private const int Length = 40;

    public static bool TryReadEpoch([NotNullWhen(true)] AccountInfo? account, out ulong epoch)
    {
        var isClock = account is not null && account.Owner == Owner && account.Data.Length == Length;
        epoch = isClock ? BinaryPrimitives.ReadUInt64LittleEndian(account!.Data.Span[EpochOffset..]) : 0;
        return isClock;
    }
}
