using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace WalletService.Postgres.Migrations;

/// <summary>One numbered SQL file, e.g. <c>0001_wallets.sql</c>. Once released it is never changed; a further file is added instead.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Folder = "WalletService.Postgres.Migrations.";

    /// <summary>SHA-256 of the file with line ends as LF, 64 lower-case hex digits.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files in this assembly, in order.</summary>
    public static IReadOnlyList<Migration> All { get; } = Read();

    private static List<Migration> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var files = new List<Migration>();
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var name = resource[Folder.Length..^".sql".Length];
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            files.Add(new Migration(int.Parse(name[..4], NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd()));
        }

        return files;
    }
}
