using WalletService.Domain.Inspection;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>
/// What instructions of the System program do with a wallet. Layouts: Agave's <c>SystemInstruction</c>, in bincode. The program itself
/// ignores what follows the fields; here that makes an instruction unknown.
/// </summary>
internal static class SystemProgramReader
{
    /// <summary>False for what is not known or not formed as it should be.</summary>
    public static bool TryRead(InspectedCall call, EffectsBuilder effects)
    {
        var data = new InstructionData(call.Data);
        return data.ReadUInt32() switch
        {
            0 => TryReadCreate(call, data, effects),
            1 => TryReadAssign(call, data, effects),
            2 => TryReadTransfer(call, data, effects),
            3 => TryReadCreateWithSeed(call, data, effects),
            4 => data.IsExact && call.WalletIsOnlyAt(2),
            5 => TryReadWithdrawNonce(call, data, effects),
            7 => TryReadAuthorizeNonce(call, data, effects),
            8 => TryReadAllocate(call, data, effects),
            9 => TryReadAllocateWithSeed(call, data, effects),
            10 => TryReadAssignWithSeed(call, data, effects),
            11 => TryReadTransferWithSeed(call, data, effects),
            13 => TryReadCreateAllowingFunds(call, data, effects),
            _ => false,
        };
    }

    private static bool TryReadCreate(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        var lamports = data.ReadUInt64();
        _ = data.ReadUInt64();
        var owner = data.ReadAddress();
        return data.IsExact && TryCreate(call, new Creation(Funder: 0, Created: 1), lamports, owner, effects);
    }

    /// <summary>The created account comes first, and the funder only where the account has too little (SIMD-0312).</summary>
    private static bool TryReadCreateAllowingFunds(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        var lamports = data.ReadUInt64();
        _ = data.ReadUInt64();
        var owner = data.ReadAddress();
        return data.IsExact && TryCreate(call, new Creation(Funder: 1, Created: 0), lamports, owner, effects);
    }

    private static bool TryCreate(InspectedCall call, Creation creation, ulong lamports, Address? owner, EffectsBuilder effects)
    {
        if (call.Account(creation.Created) is not { } account)
        {
            return false;
        }

        if (call.IsWallet(creation.Created))
        {
            effects.Find(FindingKind.Assign, call.Number, owner);
        }

        if (call.IsWallet(creation.Funder))
        {
            effects.PaySol(call.Number, lamports, account);
        }

        return call.WalletIsOnlyAt(creation.Funder, creation.Created, creation.Base);
    }

    private static bool TryReadAssign(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        var owner = data.ReadAddress();
        if (call.IsWallet(0))
        {
            effects.Find(FindingKind.Assign, call.Number, owner);
        }

        return data.IsExact && call.WalletIsOnlyAt(0);
    }

    private static bool TryReadTransfer(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        var lamports = data.ReadUInt64();
        if (!data.IsExact || call.Account(1) is not { } recipient)
        {
            return false;
        }

        if (call.IsWallet(0))
        {
            effects.PaySol(call.Number, lamports, recipient);
        }

        return call.WalletIsOnlyAt(0, 1);
    }

    private static bool TryReadCreateWithSeed(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        _ = data.ReadAddress();
        data.SkipSeed();
        var lamports = data.ReadUInt64();
        _ = data.ReadUInt64();
        var owner = data.ReadAddress();

        // That an account derived from the wallet comes to be takes nothing but the lamports.
        return data.IsExact && TryCreate(call, new Creation(Funder: 0, Created: 1, Base: 2), lamports, owner, effects);
    }

    private static bool TryReadWithdrawNonce(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        const int Authority = 4;
        var lamports = data.ReadUInt64();
        if (!data.IsExact || call.Account(1) is not { } recipient)
        {
            return false;
        }

        if (call.IsWallet(Authority) && !call.IsWallet(1))
        {
            effects.PaySol(call.Number, lamports, recipient);
        }

        return call.WalletIsOnlyAt(1, Authority);
    }

    private static bool TryReadAuthorizeNonce(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        var authority = data.ReadAddress();
        if (call.IsWallet(1))
        {
            effects.Find(FindingKind.AuthorizeNonce, call.Number, authority);
        }

        return data.IsExact && call.WalletIsOnlyAt(1);
    }

    private static bool TryReadAllocate(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        _ = data.ReadUInt64();
        if (call.IsWallet(0))
        {
            effects.Find(FindingKind.Allocate, call.Number);
        }

        return data.IsExact && call.WalletIsOnlyAt(0);
    }

    private static bool TryReadAllocateWithSeed(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        _ = data.ReadAddress();
        data.SkipSeed();
        _ = data.ReadUInt64();
        var owner = data.ReadAddress();
        if (call.IsWallet(1))
        {
            effects.Find(FindingKind.Allocate, call.Number, call.Account(0));
            effects.Find(FindingKind.Assign, call.Number, owner);
        }

        return data.IsExact && call.WalletIsOnlyAt(1);
    }

    private static bool TryReadAssignWithSeed(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        _ = data.ReadAddress();
        data.SkipSeed();
        var owner = data.ReadAddress();
        if (call.IsWallet(1))
        {
            effects.Find(FindingKind.Assign, call.Number, owner);
        }

        return data.IsExact && call.WalletIsOnlyAt(1);
    }

    /// <summary>What leaves an account that was derived from the wallet's address is the wallet's as well.</summary>
    private static bool TryReadTransferWithSeed(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        var lamports = data.ReadUInt64();
        data.SkipSeed();
        _ = data.ReadAddress();
        if (!data.IsExact || call.Account(2) is not { } recipient)
        {
            return false;
        }

        if (call.IsWallet(1) && !call.IsWallet(2))
        {
            effects.PaySol(call.Number, lamports, recipient);
        }

        return call.WalletIsOnlyAt(1, 2);
    }

    /// <summary>At which positions a creation has its accounts; no base is -1.</summary>
    private sealed record Creation(int Funder, int Created, int Base = -1);
}
