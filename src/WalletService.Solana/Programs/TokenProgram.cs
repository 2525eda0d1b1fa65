using System.Buffers.Binary;
using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs;

/// <summary>Instructions that the Token and Token-2022 programs share.</summary>
public static class TokenProgram
{
    private const byte TransferCheckedCode = 12;
    private const int TransferCheckedLength = 1 + sizeof(ulong) + 1;
    private const byte TransferFeeExtensionCode = 26;
    private const byte TransferCheckedWithFeeCode = 1;
    private const byte HarvestWithheldTokensToMintCode = 4;
    private const byte CloseAccountCode = 9;
    private const int TransferCheckedWithFeeLength = 2 + sizeof(ulong) + 1 + sizeof(ulong);

    public static Address Id => WellKnownAddresses.TokenProgram;

    public static Address Token2022Id => WellKnownAddresses.Token2022Program;

    /// <summary>Moves tokens between two token accounts of one mint; <paramref name="owner"/> signs.</summary>
    /// <param name="amount">In base units.</param>
    /// <param name="decimals">The mint's decimals, which the program compares with its own.</param>
    public static Instruction TransferChecked(
        Address tokenProgram, Address source, Address mint, Address destination, Address owner, ulong amount, byte decimals)
    {
        var data = new byte[TransferCheckedLength];
        data[0] = TransferCheckedCode;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), amount);
        data[^1] = decimals;
        return new Instruction(
            tokenProgram,
            [AccountMeta.Writable(source), AccountMeta.Readonly(mint), AccountMeta.Writable(destination), AccountMeta.ReadonlySigner(owner)],
            data);
    }

    /// <summary>
    /// As <see cref="TransferChecked"/> for a Token-2022 mint with the transfer-fee extension: the program refuses it unless
    /// <paramref name="fee"/> is exactly what it takes.
    /// </summary>
    /// <param name="amount">In base units, the fee included: what leaves the source.</param>
    /// <param name="fee">In base units: what of it does not reach the destination's amount.</param>
    public static Instruction TransferCheckedWithFee(
        Address source, Address mint, Address destination, Address owner, ulong amount, byte decimals, ulong fee)
    {
        var data = new byte[TransferCheckedWithFeeLength];
        data[0] = TransferFeeExtensionCode;
        data[1] = TransferCheckedWithFeeCode;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(2), amount);
        data[2 + sizeof(ulong)] = decimals;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(2 + sizeof(ulong) + 1), fee);
        return new Instruction(
            Token2022Id,
            [AccountMeta.Writable(source), AccountMeta.Readonly(mint), AccountMeta.Writable(destination), AccountMeta.ReadonlySigner(owner)],
            data);
    }

    /// <summary>Closes a token account without tokens, and moves the lamports in it; <paramref name="owner"/> signs.</summary>
    public static Instruction CloseAccount(Address tokenProgram, Address account, Address destination, Address owner) => new(
        tokenProgram,
        [AccountMeta.Writable(account), AccountMeta.Writable(destination), AccountMeta.ReadonlySigner(owner)],
        new[] { CloseAccountCode });

    /// <summary>
    /// Moves what a Token-2022 mint's transfer fee has withheld in a token account to the mint; anybody may. An account with withheld
    /// tokens in it can't be closed.
    /// </summary>
    public static Instruction HarvestWithheldTokensToMint(Address mint, Address account) => new(
        Token2022Id,
        [AccountMeta.Writable(mint), AccountMeta.Writable(account)],
        new[] { TransferFeeExtensionCode, HarvestWithheldTokensToMintCode });

    public static bool IsCloseAccount(ReadOnlySpan<byte> data) => data is [CloseAccountCode];

    public static bool IsHarvestWithheldTokensToMint(ReadOnlySpan<byte> data) =>
        data is [TransferFeeExtensionCode, HarvestWithheldTokensToMintCode];

    public static bool TryDecodeTransferCheckedWithFee(ReadOnlySpan<byte> data, out ulong amount, out byte decimals, out ulong fee)
    {
        var matches = data.Length == TransferCheckedWithFeeLength && data is [TransferFeeExtensionCode, TransferCheckedWithFeeCode, ..];
        amount = matches ? BinaryPrimitives.ReadUInt64LittleEndian(data[2..]) : 0;
        decimals = matches ? data[2 + sizeof(ulong)] : (byte)0;
        fee = matches ? BinaryPrimitives.ReadUInt64LittleEndian(data[(2 + sizeof(ulong) + 1)..]) : 0;
        return matches;
    }

    public static bool TryDecodeTransferChecked(ReadOnlySpan<byte> data, out ulong amount, out byte decimals)
    {
        var matches = data.Length == TransferCheckedLength && data[0] == TransferCheckedCode;
        amount = matches ? BinaryPrimitives.ReadUInt64LittleEndian(data[1..]) : 0;
        decimals = matches ? data[^1] : (byte)0;
        return matches;
    }
}
