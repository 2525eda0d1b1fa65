using System.Diagnostics;

namespace WalletService.TestKit.Servers;

/// <summary>Prometheus' own checker, from Debian's package <c>prometheus</c>.</summary>
public static class Promtool
{
    /// <summary>
    /// Its remarks on metrics, but for the one on <c>wallet_transaction_signing_duration_ms</c>: that name, unit and all, is fixed by
    /// the requirements.
    /// </summary>
    public static async Task<string> CheckAsync(string metrics)
    {
        var (_, remarks) = await RunAsync(metrics, "check", "metrics");
        return string.Join(
            '\n',
            remarks.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith("wallet_transaction_signing_duration_ms ", StringComparison.Ordinal)));
    }

    /// <summary>Checks or tests files of rules.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) => RunAsync(input: string.Empty, arguments);

    private static async Task<(int ExitCode, string Output)> RunAsync(string input, params string[] arguments)
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("promtool does not start: install Debian's package 'prometheus', or run './dev setup'.");
        var output = promtool.StandardOutput.ReadToEndAsync();
        var errors = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(input);
        promtool.StandardInput.Close();
        var texts = await Task.WhenAll(output, errors);
        await promtool.WaitForExitAsync();
        return (promtool.ExitCode, string.Concat(texts));
    }
}
