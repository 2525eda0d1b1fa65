using System.Globalization;

namespace WalletService.Chaos;

/// <summary>What the command line asks for.</summary>
public sealed record ChaosOptions
{
    public const string Usage = """
        usage: WalletService.Chaos [--seed S] [--minutes M] [--instances K] [--wallets W] [--nodes N] [--keep]

          --seed S       decides what is asked and what is broken, and when; default: taken from the clock, and printed
          --minutes M    how long callers ask and faults strike, fractions allowed; default 2. Draining comes on top
          --instances K  service processes; default 3
          --wallets W    wallets that pay; default 40
          --nodes N      RPC nodes on the one chain; default 3
          --keep         keep notes and logs of a run without violations too
        """;

    public int Seed { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(2);

    public int Instances { get; init; } = 3;

    public int Wallets { get; init; } = 40;

    public int Nodes { get; init; } = 3;

    public bool KeepsEverything { get; init; }

    /// <param name="arguments">As <see cref="Usage"/> says.</param>
    /// <param name="time">Gives the seed when the arguments do not.</param>
    /// <exception cref="FormatException">The arguments are not as <see cref="Usage"/> says.</exception>
    public static ChaosOptions Parse(IReadOnlyList<string> arguments, TimeProvider time)
    {
        var options = new ChaosOptions { Seed = (int)(time.GetUtcNow().ToUnixTimeMilliseconds() % 1_000_000) };
        for (var index = 0; index < arguments.Count; index++)
        {
            var name = arguments[index];
            if (name == "--keep")
            {
                options = options with { KeepsEverything = true };
                continue;
            }

            var value = ++index < arguments.Count ? arguments[index] : throw new FormatException($"{name} needs a value.");
            options = name switch
            {
                "--seed" => options with { Seed = Whole(name, value, least: 0) },
                "--minutes" => options with { Duration = Minutes(name, value) },
                "--instances" => options with { Instances = Whole(name, value, least: 1) },
                "--wallets" => options with { Wallets = Whole(name, value, least: 2) },
                "--nodes" => options with { Nodes = Whole(name, value, least: 1) },
                _ => throw new FormatException($"There is no option {name}."),
            };
        }

        return options;
    }

    private static int Whole(string name, string value, int least) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new FormatException($"{name} is a whole number of {least} or more, not '{value}'.");

    private static TimeSpan Minutes(string name, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes) && minutes is > 0 and <= 1_440
            ? TimeSpan.FromMinutes(minutes)
            : throw new FormatException($"{name} is a number above 0 and at most 1440, not '{value}'.");
}
