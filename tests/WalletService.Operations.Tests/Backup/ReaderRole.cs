using System.Text.RegularExpressions;
using Npgsql;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Backup;

/// <summary>The role that reads everything and changes nothing, made once in the assembly's server by the statements of <c>docs/security/data.md</c>.</summary>
internal static partial class ReaderRole
{
    public const string Name = "wallet_reader";

    private static readonly Lock Gate = new();
    private static Task? made;

    /// <summary>The connection string of the role, to the database that the given one leads to.</summary>
    public static async Task<string> OfAsync(string connectionString)
    {
        await MadeOnceAsync();
        return PostgresServer.As(Name, connectionString);
    }

    private static Task MadeOnceAsync()
    {
        lock (Gate)
        {
            return made ??= MakeAsync();
        }
    }

    private static async Task MakeAsync()
    {
        var server = await SharedServers.PostgresAsync();
        var statements = Statement().Matches(await File.ReadAllTextAsync(RepositoryRoot.PathOf("docs", "security", "data.md")));
        Assert.Equal(2, statements.Count);
        await using var connection = new NpgsqlConnection(server.ConnectionStringTo("postgres"));
        await connection.OpenAsync();
        foreach (var statement in statements.Select(match => match.Value.Replace("…", server.Password, StringComparison.Ordinal)))
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    [GeneratedRegex("^(CREATE ROLE|GRANT) .*wallet_reader.*;$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Statement();
}
