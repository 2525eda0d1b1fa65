using WalletService.Solana.Rpc;

namespace WalletService.Cli.Recovery;

/// <param name="Name">For messages: never the node's URL, which may hold a provider's key.</param>
internal sealed record NamedNode(string Name, SolanaRpcClient Rpc);
