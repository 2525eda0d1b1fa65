using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>One method of the API: how it is recognized and what it does.</summary>
internal sealed record Operation(string Name, string HttpMethod, Regex Path, Func<KmsCall, JsonObject> Run)
{
    private const string Id = "[a-zA-Z0-9_-]+";

    /// <param name="template">A path after <c>/v1/</c> with <c>{project}</c>, <c>{location}</c>, <c>{keyRing}</c>, <c>{cryptoKey}</c>, <c>{version}</c>.</param>
    public static Operation Of(string name, string httpMethod, string template, Func<KmsCall, JsonObject> run)
    {
        var pattern = Regex.Replace(Regex.Escape(template), @"\\\{(?<part>\w+)}", $"(?<${{part}}>{Id})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        return new Operation(name, httpMethod, new Regex($"^/v1/{pattern}$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)), run);
    }
}
