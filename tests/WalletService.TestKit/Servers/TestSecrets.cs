using System.Collections.Concurrent;

namespace WalletService.TestKit.Servers;

/// <summary>
/// The secrets that the tests use: passwords, tokens, passphrases. No program of theirs may write one, and after <c>./dev test</c> none may be in
/// the results, where <c>WALLET_TEST_SECRETS</c> names the file of those to look for.
/// </summary>
public static class TestSecrets
{
    /// <summary>Shorter ones would be found by chance.</summary>
    private const int ShortestLength = 12;

    private static readonly ConcurrentDictionary<string, bool> Known = new(StringComparer.Ordinal);
    private static readonly Lock Gate = new();

    /// <summary>From now on the secret is looked for.</summary>
    public static string Add(string secret)
    {
        if (secret.Length < ShortestLength)
        {
            throw new ArgumentException("So short a secret would be found by chance.", nameof(secret));
        }

        if (Known.TryAdd(secret, true) && Environment.GetEnvironmentVariable("WALLET_TEST_SECRETS") is { Length: > 0 } list)
        {
            lock (Gate)
            {
                File.AppendAllText(list, secret + '\n');
            }
        }

        return secret;
    }

    /// <summary>The text with the secret in it blotted out; null when there is none.</summary>
    public static string? FindIn(string text) =>
        Known.Keys.FirstOrDefault(secret => text.Contains(secret, StringComparison.Ordinal)) is { } found
            ? text.Replace(found, "(here it is)", StringComparison.Ordinal)
            : null;
}
