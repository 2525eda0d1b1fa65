using WalletService.Domain.Inspection;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>
/// What instructions of the Token and Token-2022 programs do with a wallet. Layouts: <c>TokenInstruction</c> of both programs' interfaces.
/// Batches, and extensions other than the transfer fee, are not read, and are unknown where they name the wallet.
/// </summary>
internal static class TokenProgramReader
{
    private const byte TransferFeeExtension = 26;

    /// <summary>False for what is not known or not formed as it should be.</summary>
    public static bool TryRead(InspectedCall call, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        var data = new InstructionData(call.Data);
        return data.ReadByte() switch
        {
            1 => data.IsExact && call.WalletIsOnlyAt(2),
            3 => TryReadTransfer(call, data, accounts, effects),
            4 => TryReadApprove(call, data, isChecked: false, effects),
            5 => data.IsExact && call.WalletIsOnlyAt(1),
            6 => TryReadSetAuthority(call, data, accounts, effects),
            7 => TryReadMintTo(call, data, isChecked: false, effects),
            8 => TryReadBurn(call, data, isChecked: false, accounts, effects),
            9 => TryReadClose(call, data, accounts, effects),
            10 or 11 => TryReadFreeze(call, data, effects),
            12 => TryReadTransferChecked(call, data, accounts, effects),
            13 => TryReadApprove(call, data, isChecked: true, effects),
            14 => TryReadMintTo(call, data, isChecked: true, effects),
            15 => TryReadBurn(call, data, isChecked: true, accounts, effects),
            TransferFeeExtension => TryReadTransferWithFee(call, data, accounts, effects),
            _ => false,
        };
    }

    /// <summary>The plain transfer does not say which token it moves.</summary>
    private static bool TryReadTransfer(InspectedCall call, InstructionData data, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        var amount = data.ReadUInt64();
        var mint = call.Account(0) is { } source ? accounts.MintOf(source) : null;
        return data.IsExact && TryMove(call, new Move(Destination: 1, Authority: 2, amount, mint), accounts, effects);
    }

    private static bool TryReadTransferChecked(InspectedCall call, InstructionData data, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        var amount = data.ReadUInt64();
        _ = data.ReadByte();
        return data.IsExact && TryMove(call, new Move(Destination: 2, Authority: 3, amount, call.Account(1)), accounts, effects);
    }

    private static bool TryReadTransferWithFee(InspectedCall call, InstructionData data, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        const byte TransferCheckedWithFee = 1;
        if (data.ReadByte() != TransferCheckedWithFee)
        {
            return false;
        }

        // The amount includes the fee.
        var amount = data.ReadUInt64();
        _ = data.ReadByte();
        _ = data.ReadUInt64();
        return data.IsExact && TryMove(call, new Move(Destination: 2, Authority: 3, amount, call.Account(1)), accounts, effects);
    }

    /// <summary>What follows the authority goes to a transfer hook, without the wallet's signature, or is ignored.</summary>
    private static bool TryMove(InspectedCall call, Move move, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        if (call.Account(0) is not { } source || call.Account(move.Destination) is not { } destination)
        {
            return false;
        }

        if (Authorizes(call, move.Authority, effects))
        {
            effects.PayTokens(call.Number, move.Mint, move.Amount, accounts.RecipientOf(destination));
        }
        else
        {
            FindForeign(call, source, move.Authority, move.Mint, accounts, effects);
        }

        return !call.WalletIsBefore(move.Authority);
    }

    private static bool TryReadApprove(InspectedCall call, InstructionData data, bool isChecked, EffectsBuilder effects)
    {
        _ = data.ReadUInt64();
        if (isChecked)
        {
            _ = data.ReadByte();
        }

        var (trusted, authority) = isChecked ? (2, 3) : (1, 2);
        if (Authorizes(call, authority, effects))
        {
            effects.Find(FindingKind.Approve, call.Number, call.Account(trusted));
        }

        return data.IsExact && call.WalletIsOnlyAt(trusted, authority);
    }

    private static bool TryReadSetAuthority(InspectedCall call, InstructionData data, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        _ = data.ReadByte();
        var authority = data.ReadOptionalAddress();
        if (call.Account(0) is not { } account)
        {
            return false;
        }

        if (Authorizes(call, authority: 1, effects))
        {
            effects.Find(FindingKind.SetAuthority, call.Number, authority);
        }
        else
        {
            FindForeign(call, account, authority: 1, mint: null, accounts, effects);
        }

        return data.IsExact && call.WalletIsOnlyAt(1);
    }

    private static bool TryReadMintTo(InspectedCall call, InstructionData data, bool isChecked, EffectsBuilder effects)
    {
        _ = data.ReadUInt64();
        if (isChecked)
        {
            _ = data.ReadByte();
        }

        if (Authorizes(call, authority: 2, effects))
        {
            effects.Find(FindingKind.MintTo, call.Number, call.Account(0));
        }

        return data.IsExact && call.WalletIsOnlyAt(2);
    }

    private static bool TryReadBurn(
        InspectedCall call, InstructionData data, bool isChecked, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        var amount = data.ReadUInt64();
        if (isChecked)
        {
            _ = data.ReadByte();
        }

        if (!data.IsExact || call.Account(0) is not { } source || call.Account(1) is not { } mint)
        {
            return false;
        }

        if (Authorizes(call, authority: 2, effects))
        {
            effects.PayTokens(call.Number, mint, amount, recipient: null);
        }
        else
        {
            FindForeign(call, source, authority: 2, mint, accounts, effects);
        }

        return call.WalletIsOnlyAt(2);
    }

    private static bool TryReadClose(InspectedCall call, InstructionData data, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        if (!data.IsExact || call.Account(0) is not { } account)
        {
            return false;
        }

        if (!Authorizes(call, authority: 2, effects))
        {
            FindForeign(call, account, authority: 2, mint: null, accounts, effects);
        }
        else if (!call.IsWallet(1))
        {
            effects.Find(FindingKind.CloseAccount, call.Number, call.Account(1));
        }

        return call.WalletIsOnlyAt(1, 2);
    }

    private static bool TryReadFreeze(InspectedCall call, InstructionData data, EffectsBuilder effects)
    {
        if (Authorizes(call, authority: 2, effects))
        {
            effects.Find(FindingKind.FreezeAccount, call.Number, call.Account(0));
        }

        return data.IsExact && call.WalletIsOnlyAt(2);
    }

    /// <summary>Whether the wallet's signature is what permits the instruction: as the authority itself, or as a signer behind it.</summary>
    private static bool Authorizes(InspectedCall call, int authority, EffectsBuilder effects)
    {
        if (call.IsWallet(authority))
        {
            return true;
        }

        if (!call.WalletIsBehind(authority))
        {
            return false;
        }

        effects.Find(FindingKind.MultisigAuthority, call.Number, call.Account(authority));
        return true;
    }

    private static void FindForeign(
        InspectedCall call, Address account, int authority, Address? mint, TokenAccountFacts accounts, EffectsBuilder effects)
    {
        if (accounts.IsWallets(account, call.Program, mint))
        {
            effects.Find(FindingKind.ForeignAuthority, call.Number, call.Account(authority));
        }
    }

    /// <param name="Destination">The position of the account that gets the tokens.</param>
    /// <param name="Authority">The position of the account whose signature permits it.</param>
    /// <param name="Amount">Base units.</param>
    /// <param name="Mint">Null when it is not certain.</param>
    private sealed record Move(int Destination, int Authority, ulong Amount, Address? Mint);
}
