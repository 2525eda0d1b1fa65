using System.Security.Cryptography;
using System.Text;
using WalletService.Domain.Values;

namespace WalletService.Host.Events;

/// <summary>Knows readers by their bearer tokens.</summary>
internal sealed class EventAccess(EventStreamOptions options)
{
    private const string Scheme = "Bearer ";
    private const string AllUsers = "*";

    private readonly IReadOnlyList<(byte[] Hash, EventReader Reader)> tokens =
        [.. options.Tokens.Select(token => (Convert.FromHexString(token.Sha256), ReaderOf(token)))];

    /// <summary>The reader, or null when the header has no token of ours.</summary>
    public EventReader? Find(string? authorization)
    {
        if (tokens.Count == 0)
        {
            // Only in development: the settings are refused otherwise.
            return EventReader.Anybody;
        }

        if (authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) is not true)
        {
            return null;
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()));
        EventReader? found = null;
        foreach (var (known, reader) in tokens)
        {
            // All of them are compared, each in constant time: the time tells nothing of how near a guess was.
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = reader;
            }
        }

        return found;
    }

    private static EventReader ReaderOf(EventStreamToken token) => new(
        token.Name, token.Users.Contains(AllUsers) ? null : token.Users.Select(UserId.Parse).ToHashSet());
}

/// <param name="Name">Whose token it is.</param>
/// <param name="Users">Whose events it may read; null for all, and those of the service itself.</param>
internal sealed record EventReader(string Name, IReadOnlySet<UserId>? Users)
{
    public static EventReader Anybody { get; } = new("anybody", Users: null);

    public bool MayRead(UserId user) => Users is null || Users.Contains(user);
}
