using System.Globalization;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;
using Commitment = WalletService.Solana.Rpc.Commitment;

namespace WalletService.Cli.Recovery;

/// <summary>
/// What addresses hold by the finalized chain, when several nodes are asked and none is believed alone: what any of them sees there counts
/// as held, and each of them has to answer.
/// </summary>
internal sealed class AgreeingNodes(IReadOnlyList<NamedNode> nodes) : IHoldingsReader
{
    /// <summary>How far a node may be behind the newest one, about a minute: who is further behind speaks of the past.</summary>
    private const ulong MostSlotsBehind = 150;

    /// <summary>What the nodes said of an address when they did not say the same, in sentences.</summary>
    public IList<string> Differences { get; } = [];

    /// <summary>Why the nodes can't be asked together; null when all are of one cluster, and of the expected one.</summary>
    /// <exception cref="PortUnavailableException">One does not answer.</exception>
    public async Task<string?> FindForeignAsync(string? expectedGenesisHash, CancellationToken cancellationToken)
    {
        var expected = expectedGenesisHash;
        foreach (var node in nodes)
        {
            var genesis = (await AskAsync(node, rpc => rpc.GetGenesisHashAsync(cancellationToken))).ToString();
            expected ??= genesis;
            if (genesis != expected)
            {
                return $"{node.Name} is of another cluster: its genesis hash is {genesis}, and not {expected}.";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    /// <exception cref="PortUnavailableException">A node does not answer, or is behind the others.</exception>
    public async Task<IReadOnlyList<WalletHoldings>> ReadAsync(IReadOnlyList<WatchedWallet> wallets, CancellationToken cancellationToken)
    {
        ulong newest = 0;
        foreach (var node in nodes)
        {
            newest = Math.Max(newest, await AskAsync(node, rpc => rpc.GetSlotAsync(Commitment.Finalized, cancellationToken: cancellationToken)));
        }

        var answers = new List<(NamedNode Node, IReadOnlyList<WalletHoldings> Holdings)>();
        foreach (var node in nodes)
        {
            answers.Add((node, await AskAsync(node, rpc => new NodeHoldingsReader(rpc, Behind(newest)).ReadAsync(wallets, cancellationToken))));
        }

        return [.. wallets.Select((_, index) => Merge([.. answers.Select(answer => (answer.Node, answer.Holdings[index]))]))];
    }

    private static ulong Behind(ulong newest) => newest > MostSlotsBehind ? newest - MostSlotsBehind : 0;

    private WalletHoldings Merge(IReadOnlyList<(NamedNode Node, WalletHoldings Holdings)> answers)
    {
        if (answers.Select(answer => Text(answer.Holdings)).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            Differences.Add($"The nodes do not agree: {string.Join("; ", answers.Select(answer => $"{answer.Node.Name} says {Text(answer.Holdings)}"))}.");
        }

        return answers.Select(answer => answer.Holdings).Aggregate((one, other) => one with
        {
            Lamports = Math.Max(one.Lamports, other.Lamports),
            Tokens = [.. one.Tokens, .. other.Tokens],
        });
    }

    private static string Text(WalletHoldings holdings)
    {
        var tokens = holdings.Tokens
            .OrderBy(token => token.Account.Value, StringComparer.Ordinal)
            .Select(token => string.Create(CultureInfo.InvariantCulture, $", {token.Amount} of {token.Mint} in {token.Account}"));
        return string.Create(CultureInfo.InvariantCulture, $"{holdings.Lamports} lamports{string.Concat(tokens)}");
    }

    private static async Task<T> AskAsync<T>(NamedNode node, Func<SolanaRpcClient, Task<T>> question)
    {
        try
        {
            return await question(node.Rpc);
        }
        catch (SolanaRpcException exception)
        {
            throw new PortUnavailableException("solana-rpc", $"{node.Name}: {exception.Message}", exception);
        }
    }
}
