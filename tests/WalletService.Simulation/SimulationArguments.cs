using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletService.Simulation.Rules;

namespace WalletService.Simulation;

/// <summary>What the command line asks for.</summary>
/// <param name="From">The first seed.</param>
/// <param name="Seeds">How many, one after the other.</param>
/// <param name="Story">Tell what happened, even when nothing went wrong.</param>
/// <param name="TakenOut">The rule to leave out.</param>
/// <param name="MaximumFailures">When to give up.</param>
internal sealed record SimulationArguments(ulong From, ulong Seeds, bool Story, TakenOutRule TakenOut, int MaximumFailures)
{
    public const string Usage = """
        simulate --seeds N [--from S]     runs N seeds, from 1 or S on; prints the story of the first ones that fail
        simulate --seed S [--story]       runs one seed again; --story prints everything that happened

          --without RULE                  leaves a rule out, to see that it is noticed:
                                          ProofOfDeath, PersistBeforeSending, Reservation, Idempotency
          --failures N                    stops after N failures; default 1
        """;

    public static bool TryParse(
        string[] arguments, [NotNullWhen(true)] out SimulationArguments? parsed, [NotNullWhen(false)] out string? mistake)
    {
        parsed = null;
        mistake = null;
        var read = new SimulationArguments(1, 1_000, Story: false, TakenOutRule.None, MaximumFailures: 1);
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == "--story")
            {
                read = read with { Story = true };
            }
            else if (index + 1 < arguments.Length && read.With(arguments[index], arguments[index + 1]) is { } more)
            {
                read = more;
                index++;
            }
            else
            {
                mistake = $"'{arguments[index]}' is not understood, or what should follow it is missing.";
                return false;
            }
        }

        parsed = read;
        return true;
    }

    private SimulationArguments? With(string name, string value) => name switch
    {
        "--seeds" when Number(value) is { } number => this with { Seeds = number },
        "--from" when Number(value) is { } number => this with { From = number },
        "--seed" when Number(value) is { } number => this with { From = number, Seeds = 1 },
        "--failures" when Number(value) is { } number and <= int.MaxValue => this with { MaximumFailures = (int)number },
        "--without" when Enum.TryParse<TakenOutRule>(value, out var rule) && Enum.IsDefined(rule) => this with { TakenOut = rule },
        _ => null,
    };

    private static ulong? Number(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
