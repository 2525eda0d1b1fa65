using Microsoft.Extensions.Options;
using WalletService.Domain.Transactions;
using WalletService.Solana;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>
/// Rules of the section <c>Tokens</c> that need to know the chain: a name that means nothing would allow nothing, and nobody would notice.
/// </summary>
internal sealed class TokenOptionsRules : IValidateOptions<TokenOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenOptions options)
    {
        string[] failures =
        [
            .. options.AllowedExtensions
                .Select((extension, index) => (extension, index))
                .Where(entry => MintDangers.Allowable.All(type => type.ToString() != entry.extension))
                .Select(entry => $"Tokens:AllowedExtensions:{entry.index} must be one of {string.Join(", ", MintDangers.Allowable)}."),
            .. Addresses("Tokens:AllowedMints", options.AllowedMints),
            .. Addresses("Tokens:AllowedHookPrograms", options.AllowedHookPrograms),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Addresses(string setting, IList<string> texts) => texts
        .Select((text, index) => (text, index))
        .Where(entry => !Address.TryParse(entry.text, out _))
        .Select(entry => $"{setting}:{entry.index} must be an address: 32 bytes in base58.");
}
