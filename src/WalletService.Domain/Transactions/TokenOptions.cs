using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Transactions;

/// <summary>Which tokens are paid, and how. Section <c>Tokens</c>.</summary>
public sealed class TokenOptions
{
    /// <summary>
    /// Extensions of Token-2022 that are refused by default because they endanger who holds the token, and are accepted all the same,
    /// by name, e.g. <c>PermanentDelegate</c>. See <c>docs/tokens.md</c>.
    /// </summary>
    public IList<string> AllowedExtensions { get; } = [];

    /// <summary>Mints (base58) that are accepted whatever their known extensions: tokens of issuers that the operator trusts.</summary>
    public IList<string> AllowedMints { get; } = [];

    /// <summary>Programs (base58) that mints may name as their transfer hook.</summary>
    public IList<string> AllowedHookPrograms { get; } = [];

    /// <summary>Whether a recipient's missing token account is created, at the sending wallet's cost. Default yes.</summary>
    public bool CreateRecipientAccounts { get; set; } = true;

    /// <summary>Most lamports that a wallet pays as rent for one recipient's token account. Default 3,000,000.</summary>
    [Range(0, 1_000_000_000)]
    public long MaximumAccountRentLamports { get; set; } = 3_000_000;
}
