using System.Globalization;
using WalletService.Host.Composition;
using WalletService.Solana.Rpc;

namespace WalletService.Cli.Recovery;

/// <summary>The Solana nodes that an operator names, and those that the environment names by <c>Solana__*</c> as for the service.</summary>
internal sealed class NodeSettings(Func<string, string?> environment)
{
    private const int MostNodes = 64;

    /// <summary>Of which cluster the nodes have to be; null when that is not said.</summary>
    public string? ExpectedGenesisHash => environment("Solana__ExpectedGenesisHash") is { Length: > 0 } hash ? hash : null;

    /// <summary>Each node once, those of the environment first.</summary>
    /// <exception cref="SettingsException">An address can't be read. It is not repeated: it may hold a key.</exception>
    public IReadOnlyList<NamedNode> Open(IReadOnlyList<Uri> given, HttpClient http)
    {
        Uri[] urls = [.. Settings().Select(Read).OfType<Uri>().Concat(given).Distinct()];
        return [.. urls.Select((url, index) => new NamedNode(NameOf(url, index, urls), new SolanaRpcClient(http, url)))];
    }

    private static IEnumerable<string> Settings() => Enumerable.Range(0, MostNodes)
        .Select(index => string.Create(CultureInfo.InvariantCulture, $"Solana__Nodes__{index}__RpcUrl"))
        .Prepend("Solana__RpcUrl");

    private Uri? Read(string setting)
    {
        if (environment(setting) is not { Length: > 0 } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw new SettingsException($"{setting} must be an absolute http or https address.");
    }

    private static string NameOf(Uri url, int index, Uri[] all) => all.Count(other => other.Authority == url.Authority) == 1
        ? url.Authority
        : string.Create(CultureInfo.InvariantCulture, $"{url.Authority} (node {index + 1})");
}
