using System.Diagnostics;

namespace WalletService.TestKit.Servers;

/// <summary>Prometheus' own checker of the text format, from Debian's package <c>prometheus</c>.</summary>
public static class Promtool
{
    /// <summary>
    /// Its remarks, but for the one on <c>wallet_transaction_signing_duration_ms</c>: that name, unit and all, is fixed by the
    /// requirements.
    /// </summary>
    public static async Task<string> CheckAsync(string metrics)
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException("promtool does not start: install Debian's package 'prometheus', or run './dev setup'.");
        await promtool.StandardInput.WriteAsync(metrics);
        promtool.StandardInput.Close();
        var remarks = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
        await promtool.WaitForExitAsync();
        return string.Join(
            '\n',
            remarks.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.StartsWith("wallet_transaction_signing_duration_ms ", StringComparison.Ordinal)));
    }
}
