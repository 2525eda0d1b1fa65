using Microsoft.Extensions.Options;
using WalletService.Domain.Connections;
using WalletService.Solana;

namespace WalletService.Ledger.Solana;

/// <summary>Rules that ranges cannot express. The settings' values are not repeated: addresses may hold a provider's key.</summary>
internal sealed class SolanaOptionsRules : IValidateOptions<SolanaOptions>
{
    public ValidateOptionsResult Validate(string? name, SolanaOptions options)
    {
        string[] failures =
        [
            .. WhichNodes(options),
            .. Addresses("Solana", options.RpcUrl, options.WebSocketUrl),
            .. options.Nodes.SelectMany((node, index) => Addresses($"Solana:Nodes:{index}", node.RpcUrl, node.WebSocketUrl)),
            .. Names(options.Nodes),
            .. Values(options),
            .. Authority(options.AuthorityFile),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Authority(string? file) =>
        PrivateAuthority.FindProblem(file) is { } problem ? [$"Solana:AuthorityFile: {problem}"] : [];

    /// <summary>Exactly one of the two forms, and at least one node that is not a mere backup.</summary>
    private static IEnumerable<string> WhichNodes(SolanaOptions options)
    {
        if (options.Nodes.Count == 0)
        {
            if (options.RpcUrl is null)
            {
                yield return "Solana:RpcUrl is required, or Solana:Nodes:0:RpcUrl and so on for several nodes.";
            }

            yield break;
        }

        if (options.RpcUrl is not null)
        {
            yield return "Solana:RpcUrl must not be given together with Solana:Nodes.";
        }

        if (options.WebSocketUrl is not null)
        {
            yield return "Solana:WebSocketUrl must not be given together with Solana:Nodes; each node has its own.";
        }

        if (options.Nodes.All(node => node.Role == NodeRole.Backup))
        {
            yield return "Solana:Nodes:0:Role must be Primary, or that of another node.";
        }

        for (var index = 0; index < options.Nodes.Count; index++)
        {
            if (options.Nodes[index].RpcUrl is null)
            {
                yield return $"Solana:Nodes:{index}:RpcUrl is required.";
            }
        }
    }

    private static IEnumerable<string> Addresses(string section, Uri? rpcUrl, Uri? webSocketUrl)
    {
        if (rpcUrl is not null && !HasScheme(rpcUrl, "http", "https"))
        {
            yield return $"{section}:RpcUrl must be an absolute http or https address.";
        }

        if (webSocketUrl is not null && !HasScheme(webSocketUrl, "ws", "wss"))
        {
            yield return $"{section}:WebSocketUrl must be an absolute ws or wss address.";
        }
    }

    private static IEnumerable<string> Names(IList<SolanaNodeSettings> nodes) => nodes
        .Select((node, index) => (node.Name, Index: index))
        .Where(node => !string.IsNullOrEmpty(node.Name))
        .GroupBy(node => node.Name, StringComparer.OrdinalIgnoreCase)
        .Where(group => group.Count() > 1)
        .Select(group => $"Solana:Nodes:{group.Last().Index}:Name must differ from those of the other nodes.");

    private static IEnumerable<string> Values(SolanaOptions options)
    {
        if (!string.IsNullOrEmpty(options.ExpectedGenesisHash) && !Blockhash.TryParse(options.ExpectedGenesisHash, out _))
        {
            yield return "Solana:ExpectedGenesisHash must be 32 bytes in base58.";
        }

        if (options.PriorityFeeFloor > options.PriorityFeeCap)
        {
            yield return "Solana:PriorityFeeFloor must not be above Solana:PriorityFeeCap.";
        }

        if (options.BlockhashRefreshInterval >= options.BlockhashMaxAge)
        {
            yield return "Solana:BlockhashRefreshInterval must be shorter than Solana:BlockhashMaxAge.";
        }
    }

    private static bool HasScheme(Uri address, params ReadOnlySpan<string> schemes) => address.IsAbsoluteUri && schemes.Contains(address.Scheme);
}
