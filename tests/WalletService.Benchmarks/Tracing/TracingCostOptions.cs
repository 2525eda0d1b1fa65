using System.Globalization;

namespace WalletService.Benchmarks.Tracing;

/// <summary>What the command line asks for.</summary>
/// <param name="Seconds">Length of each window.</param>
/// <param name="Rounds">How often each mode has its turn.</param>
/// <param name="Outstanding">Requests under way at any time: few, so that what is measured is a request and not a queue.</param>
internal sealed record TracingCostOptions(int Seconds = 6, int Rounds = 3, int Outstanding = 4)
{
    public const string Usage = "usage: WalletService.Benchmarks tracing [--seconds N] [--rounds N] [--outstanding N]";

    /// <summary>The options; null when the arguments are not as <see cref="Usage"/> says.</summary>
    public static TracingCostOptions? TryParse(IReadOnlyList<string> arguments)
    {
        var options = new TracingCostOptions();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (index + 1 == arguments.Count
                || !int.TryParse(arguments[index + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                || value == 0)
            {
                return null;
            }

            switch (arguments[index])
            {
                case "--seconds":
                    options = options with { Seconds = value };
                    break;
                case "--rounds":
                    options = options with { Rounds = value };
                    break;
                case "--outstanding":
                    options = options with { Outstanding = value };
                    break;
                default:
                    return null;
            }
        }

        return options;
    }
}
