using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// How a payment in a token is carried out, as it was decided when the funds were reserved. The message that is signed is compared
/// with it, so it names every account that the transaction may touch beside the wallet itself.
/// </summary>
/// <param name="Mint">The token.</param>
/// <param name="Program">The token program that owns the mint: Token or Token-2022.</param>
/// <param name="Decimals">The mint's decimals.</param>
/// <param name="SourceAccount">The wallet's associated token account; of a sweep, any token account of its.</param>
/// <param name="Parts">At least one, but for an account that is closed: that moves no tokens.</param>
/// <param name="Memo">UTF-8 text for the Memo program; there is one when any recipient's account demands it.</param>
public sealed record TokenMovement(
    SolanaAddress Mint,
    SolanaAddress Program,
    byte Decimals,
    SolanaAddress SourceAccount,
    IReadOnlyList<TokenPart> Parts,
    string? Memo)
{
    /// <summary>
    /// Fees that the mint's transfer fee has withheld in the account are given to the mint before the account is closed; with them in
    /// it, it can't be.
    /// </summary>
    public bool HarvestsFees { get; init; }

    /// <summary>What leaves the wallet's token account, in base units.</summary>
    /// <exception cref="OverflowException">More than a token can have of them: it was never accepted so.</exception>
    public ulong Total => Parts.Aggregate(0UL, (sum, part) => checked(sum + part.Amount));

    public bool Equals(TokenMovement? other) =>
        other is not null && Mint == other.Mint && Program == other.Program && Decimals == other.Decimals
        && SourceAccount == other.SourceAccount && HarvestsFees == other.HarvestsFees && Memo == other.Memo && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => HashCode.Combine(Mint, SourceAccount, Parts.Count);
}

/// <summary>One recipient of a payment in a token.</summary>
/// <param name="Recipient">The wallet that is paid.</param>
/// <param name="RecipientAccount">Its associated token account.</param>
/// <param name="Amount">Base units that leave the sender; the recipient gets <paramref name="TransferFee"/> less.</param>
/// <param name="TransferFee">What the mint withholds, in base units; null when the mint has no transfer fee.</param>
/// <param name="CreatesAccount">The recipient's account is created in the same transaction unless it is there by then.</param>
/// <param name="RequiresMemo">The recipient's account takes a transfer only directly behind a memo.</param>
/// <param name="HookAccounts">What the mint's transfer hook needs beside the transfer's own accounts, in its order.</param>
public sealed record TokenPart(
    SolanaAddress Recipient,
    SolanaAddress RecipientAccount,
    ulong Amount,
    ulong? TransferFee,
    bool CreatesAccount,
    bool RequiresMemo,
    IReadOnlyList<HookAccount> HookAccounts)
{
    public bool Equals(TokenPart? other) =>
        other is not null && Recipient == other.Recipient && RecipientAccount == other.RecipientAccount && Amount == other.Amount
        && TransferFee == other.TransferFee && CreatesAccount == other.CreatesAccount && RequiresMemo == other.RequiresMemo
        && HookAccounts.SequenceEqual(other.HookAccounts);

    public override int GetHashCode() => HashCode.Combine(RecipientAccount, Amount, TransferFee);
}

/// <summary>An account that a transfer hook is given; never a signer.</summary>
public sealed record HookAccount(SolanaAddress Address, bool IsWritable);
