using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>One request, taken apart: the resource it names, its query and its body.</summary>
internal sealed class KmsCall(Match path, IQueryCollection query, JsonObject body)
{
    public IQueryCollection Query { get; } = query;

    public JsonObject Body { get; } = body;

    /// <summary>Clients that send <c>$alt=json;enum-encoding=int</c> (Google's REST client for Node) read enums as numbers.</summary>
    public bool EnumsAsIntegers { get; } =
        query["$alt"].ToString().Contains("enum-encoding=int", StringComparison.Ordinal)
        || query["alt"].ToString().Contains("enum-encoding=int", StringComparison.Ordinal);

    public string Project => $"projects/{path.Groups["project"].Value}";

    public string Location => $"{Project}/locations/{path.Groups["location"].Value}";

    public string KeyRing => $"{Location}/keyRings/{path.Groups["keyRing"].Value}";

    public string CryptoKey => $"{KeyRing}/cryptoKeys/{path.Groups["cryptoKey"].Value}";

    public string Version => $"{CryptoKey}/cryptoKeyVersions/{path.Groups["version"].Value}";

    public string LocationId => path.Groups["location"].Value;
}
