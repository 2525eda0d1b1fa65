using System.Globalization;

namespace WalletService.Benchmarks;

/// <summary>What the command line asks for.</summary>
public sealed record BenchmarkOptions
{
    public const string Usage = """
        usage: WalletService.Benchmarks [--seconds N] [--rounds N] [--outstanding N] [--only a,c] [--write FILE]

          --seconds N      length of each measured window; default 5
          --rounds N       windows per workload, taken in turns; default 3
          --outstanding N  requests under way at any time; default 128
          --only a,c       only these workloads, a to i
          --write FILE     also replace the results in this document

               WalletService.Benchmarks blocks
          how many blocks of mainnet's shape the deposit scanner reads in a second of one core

               WalletService.Benchmarks soak [--minutes N]
          one instance under 512 MB and a moderate load for N minutes (default 30): what it holds must not grow

               WalletService.Benchmarks roll
          three instances under load are restarted one after the other: no request may be lost or answered twice

               WalletService.Benchmarks tracing [--seconds N] [--rounds N] [--outstanding N]
          what a request costs with tracing off, with every trace recorded, and with one in ten
        """;

    /// <summary>Length of each measured window, in seconds.</summary>
    public int Seconds { get; private init; } = 5;

    /// <summary>How many windows each workload gets.</summary>
    public int Rounds { get; private init; } = 3;

    /// <summary>How many requests are under way at any time.</summary>
    public int Outstanding { get; private init; } = 128;

    /// <summary>The letters of the workloads to run; null for all.</summary>
    public IReadOnlySet<char>? Only { get; private init; }

    /// <summary>The document whose results are replaced, if any.</summary>
    public string? Document { get; private init; }

    /// <exception cref="FormatException">The arguments are not as <see cref="Usage"/> says.</exception>
    public static BenchmarkOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchmarkOptions();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            var name = arguments[index];
            var value = index + 1 < arguments.Count ? arguments[index + 1] : throw new FormatException($"{name} needs a value.");
            options = name switch
            {
                "--seconds" => options with { Seconds = Positive(name, value) },
                "--rounds" => options with { Rounds = Positive(name, value) },
                "--outstanding" => options with { Outstanding = Positive(name, value) },
                "--only" => options with { Only = Letters(value) },
                "--write" => options with { Document = value },
                _ => throw new FormatException($"There is no option {name}."),
            };
        }

        return options;
    }

    /// <summary>Whether a workload was asked for.</summary>
    public bool Includes(char workload) => Only is null || Only.Contains(workload);

    private static int Positive(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException($"{name} is a whole number of 1 or more, not '{value}'.");

    private static HashSet<char> Letters(string value)
    {
        var letters = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return letters.Length > 0 && letters.All(letter => letter is [>= 'a' and <= 'i'])
            ? [.. letters.Select(letter => letter[0])]
            : throw new FormatException($"--only takes letters from a to i with commas between them, not '{value}'.");
    }
}
