using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Callers;

/// <summary>The names under which callers are counted: no more of them than the settings know, whatever names messages claim.</summary>
internal sealed class CallerLabels(IOptions<CallersOptions> options)
{
    private const string Nobody = "none";
    private const string Other = "other";

    private readonly FrozenSet<string> known = options.Value.Known.Keys.ToFrozenSet(StringComparer.Ordinal);

    public string Of(RequestOrigin origin)
    {
        if (origin.Caller.IsIdentified)
        {
            return known.Contains(origin.Caller.Value) ? origin.Caller.Value : Other;
        }

        return string.IsNullOrEmpty(origin.ClaimedCaller) ? Nobody : Other;
    }
}
