using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs;

/// <summary>Writes a text into the transaction's log; it fails on anything but UTF-8.</summary>
public static class MemoProgram
{
    public static Address Id => WellKnownAddresses.MemoProgram;

    /// <param name="text">The memo.</param>
    /// <param name="signers">Accounts that the program shall insist have signed; usually none.</param>
    /// <exception cref="ArgumentException">The text cannot be written as UTF-8.</exception>
    public static Instruction Memo(string text, params IEnumerable<Address> signers) =>
        new(Id, [.. signers.Select(AccountMeta.ReadonlySigner)], Utf8Text.Encode(text));

    public static bool TryDecodeMemo(ReadOnlySpan<byte> data, [NotNullWhen(true)] out string? text) => Utf8Text.TryDecode(data, out text);
}
