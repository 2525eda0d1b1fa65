using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Servers;

/// <summary>Asks a Redis server about itself.</summary>
internal static partial class RedisCommands
{
    /// <summary>Commands since the start, without those that only connect, inspect or keep alive.</summary>
    public static async Task<long> CountAsync(RedisServer server)
    {
        var statistics = await InfoAsync(server, "commandstats");
        return CommandCount().Matches(statistics).Where(match => !IsHousekeeping(match.Groups["command"].Value)).Sum(CallsOf);
    }

    public static async Task<string> VersionAsync(RedisServer server) => Version().Match(await InfoAsync(server, "server")).Groups["version"].Value;

    private static async Task<string> InfoAsync(RedisServer server, string section)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(LoopbackServer.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {server.Password}\r\nINFO {section}\r\nQUIT\r\n"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadToEndAsync();
    }

    private static bool IsHousekeeping(string command) =>
        command.Split('|')[0] is "auth" or "info" or "quit" or "ping" or "client" or "config" or "echo" or "select" or "cluster" or "subscribe" or "script";

    private static long CallsOf(Match match) => long.Parse(match.Groups["calls"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^cmdstat_(?<command>[^:]+):calls=(?<calls>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex CommandCount();

    [GeneratedRegex(@"^redis_version:(?<version>[^\r]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Version();
}
