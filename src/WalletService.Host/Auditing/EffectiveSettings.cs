using System.Data.Common;
using System.Reflection;
using WalletService.Host.Settings;

namespace WalletService.Host.Auditing;

/// <summary>What is set, without what is secret: of passwords, tokens and keys only that they are set, of addresses only scheme, host and port.</summary>
public static class EffectiveSettings
{
    private const string IsSet = "(set)";

    /// <summary>The service's own settings; what else is in the environment is none of them.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. KnownSettings.Sections.Select(section => section.Name)];

    /// <summary>Ends of names whose values are nobody's business. A setting that is not secret may be among them: its changes are not told then.</summary>
    private static readonly string[] SecretEnds = ["Password", "Passphrase", "Secret", "Token", "Key", "Headers", "Credentials"];

    /// <summary>Other in each instance.</summary>
    private static readonly string[] OfTheInstance = ["Service:InstanceId"];

    /// <summary>The settings by name, and the version of the program.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IConfiguration configuration)
    {
        var version = typeof(EffectiveSettings).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        yield return KeyValuePair.Create("(version)", version ?? string.Empty);
        foreach (var (name, value) in Sections.SelectMany(section => configuration.GetSection(section).AsEnumerable()))
        {
            if (value is not null && !OfTheInstance.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                yield return KeyValuePair.Create(name, WithoutSecrets(name, value));
            }
        }
    }

    private static string WithoutSecrets(string name, string value)
    {
        if (SecretEnds.Any(end => name.EndsWith(end, StringComparison.OrdinalIgnoreCase)))
        {
            return IsSet;
        }

        if (name.EndsWith("ConnectionString", StringComparison.OrdinalIgnoreCase))
        {
            return WithoutPassword(value);
        }

        // An address may have a key in any part of it.
        return Uri.TryCreate(value, UriKind.Absolute, out var address) && !address.IsFile ? $"{address.Scheme}://{address.Authority}" : value;
    }

    private static string WithoutPassword(string connectionString)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
            foreach (var secret in (string[])["Password", "Passfile", "SSL Password", "PSW", "PWD"])
            {
                parts.Remove(secret);
            }

            return parts.ConnectionString;
        }
        catch (ArgumentException)
        {
            return IsSet;
        }
    }
}
