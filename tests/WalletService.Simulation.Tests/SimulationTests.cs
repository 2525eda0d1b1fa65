using System.Globalization;
using System.Text.RegularExpressions;

namespace WalletService.Simulation.Tests;

public sealed partial class SimulationTests
{
    private const int Half = 125;

    /// <summary>Seeds that never come to these would show nothing by passing.</summary>
    private static readonly string[] WhatHasToBeSeen =
    [
        "crash", "pause", "taken over", "send AlreadyProcessed", "send Unknown", "execution dropped by a fork", "executed again after a fork",
        "executed in the last valid block", "executed one block after the last valid one", "move Submitted to Ready",
        "move Submitted to Expired", "move Ready to Cancelled",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(251)]
    [InlineData(501)]
    [InlineData(751)]
    public async Task A_thousand_seeds_keep_every_rule(int first)
    {
        var halves = await Task.WhenAll(
            SimulationProgram.RunAsync("--seeds", Text(Half), "--from", Text(first)),
            SimulationProgram.RunAsync("--seeds", Text(Half), "--from", Text(first + Half)));

        Assert.All(halves, half =>
        {
            Assert.True(half.ExitCode == 0, half.Output);
            Assert.Contains($"{Half} seeds passed, 0 failed", half.Output, StringComparison.Ordinal);
        });
        Assert.All(WhatHasToBeSeen, what => Assert.Contains(halves, half => TimesOf(what, half.Output) > 0));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(15)]
    public async Task A_seed_replays_exactly(int seed)
    {
        var first = await SimulationProgram.RunAsync("--seed", Text(seed), "--story");
        var second = await SimulationProgram.RunAsync("--seed", Text(seed), "--story");

        Assert.Contains($"seed {seed}: trace", first.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutClock(first.Output), WithoutClock(second.Output));
    }

    [Theory]
    [InlineData("ProofOfDeath")]
    [InlineData("PersistBeforeSending")]
    [InlineData("Reservation")]
    [InlineData("Idempotency")]
    public async Task A_rule_that_is_taken_out_is_noticed(string rule)
    {
        var (exitCode, output) = await SimulationProgram.RunAsync("--seeds", "200", "--without", rule);

        Assert.Equal(1, exitCode);
        var failure = Failure().Match(output);
        Assert.True(failure.Success, output);

        // The failure comes again from its seed alone, with the story of what led to it.
        var replayed = await SimulationProgram.RunAsync("--seed", failure.Groups["seed"].Value, "--without", rule);
        Assert.Contains(failure.Value, replayed.Output, StringComparison.Ordinal);
        Assert.Contains("VIOLATION", replayed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_that_is_not_understood_is_refused()
    {
        var (exitCode, output) = await SimulationProgram.RunAsync("--seeds", "many");

        Assert.Equal(2, exitCode);
        Assert.Contains("simulate --seeds N", output, StringComparison.Ordinal);
    }

    private static int TimesOf(string what, string output) => output.Split('\n')
        .Where(line => line.EndsWith($"  {what}", StringComparison.Ordinal))
        .Select(line => int.Parse(line.AsSpan(0, line.Length - what.Length), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture))
        .SingleOrDefault();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Only the time that the run took on this machine may differ; it is the one line on standard error.</summary>
    private static IEnumerable<string> WithoutClock(string output) => output.Split('\n').Where(line => !Clock().IsMatch(line));

    [GeneratedRegex(@"^seed (?<seed>\d+) FAILED: .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Failure();

    [GeneratedRegex(@"^\d+\.\d s$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Clock();
}
