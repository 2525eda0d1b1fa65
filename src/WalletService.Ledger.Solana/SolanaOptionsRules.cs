using Microsoft.Extensions.Options;
using WalletService.Solana;

namespace WalletService.Ledger.Solana;

/// <summary>Rules that ranges cannot express. The settings' values are not repeated: addresses may hold a provider's key.</summary>
internal sealed class SolanaOptionsRules : IValidateOptions<SolanaOptions>
{
    public ValidateOptionsResult Validate(string? name, SolanaOptions options)
    {
        var failures = new List<string>();
        Require(options.RpcUrl is null || HasScheme(options.RpcUrl, "http", "https"), "Solana:RpcUrl must be an absolute http or https address.");
        Require(
            options.WebSocketUrl is null || HasScheme(options.WebSocketUrl, "ws", "wss"),
            "Solana:WebSocketUrl must be an absolute ws or wss address.");
        Require(
            string.IsNullOrEmpty(options.ExpectedGenesisHash) || Blockhash.TryParse(options.ExpectedGenesisHash, out _),
            "Solana:ExpectedGenesisHash must be 32 bytes in base58.");
        Require(options.PriorityFeeFloor <= options.PriorityFeeCap, "Solana:PriorityFeeFloor must not be above Solana:PriorityFeeCap.");
        Require(
            options.BlockhashRefreshInterval < options.BlockhashMaxAge,
            "Solana:BlockhashRefreshInterval must be shorter than Solana:BlockhashMaxAge.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Require(bool holds, string failure)
        {
            if (!holds)
            {
                failures.Add(failure);
            }
        }
    }

    private static bool HasScheme(Uri address, params ReadOnlySpan<string> schemes) => address.IsAbsoluteUri && schemes.Contains(address.Scheme);
}
