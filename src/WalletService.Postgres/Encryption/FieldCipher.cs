using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;

namespace WalletService.Postgres.Encryption;

/// <summary>
/// Seals and opens names as they are stored. Neither asks the vault: the keys are in memory, or <see cref="PrepareAsync"/> loads them,
/// before a transaction is begun.
/// </summary>
internal sealed class FieldCipher(DataKeyRing keys, ILogger<FieldCipher> logger)
{
    /// <summary>False where no vault wraps data keys: names are stored as they are.</summary>
    public bool Encrypts => keys.Encrypts;

    /// <summary>Loads the keys unless they are loaded. For what can't be done without.</summary>
    /// <exception cref="PortUnavailableException">The vault or the database does not answer; nothing was done.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken) => Encrypts ? keys.EnsureAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Tries to load the keys unless they are loaded. For what is done without, if need be: it waits a second at most.</summary>
    public Task TryPrepareAsync(CancellationToken cancellationToken) =>
        !Encrypts || keys.IsLoaded ? Task.CompletedTask : LoadAsync([], cancellationToken);

    /// <summary>Tries to load the keys of what was read. For what is done without, if need be: it waits a second at most.</summary>
    public async Task TryPrepareAsync(IEnumerable<byte[]?> texts, CancellationToken cancellationToken)
    {
        if (Encrypts && MissingOf(texts) is { Count: > 0 } missing)
        {
            await LoadAsync(missing, cancellationToken);
        }
    }

    /// <exception cref="PortUnavailableException">The keys are not loaded.</exception>
    public byte[] Seal(string text, string place) => (keys.Current ?? throw Away()).Seal(text, place);

    /// <summary>The same, or null when the keys are not loaded.</summary>
    public byte[]? TrySeal(string text, string place) => keys.Current?.Seal(text, place);

    /// <summary>What the text is; or why it can't be told.</summary>
    public OpenedText Open(byte[] text, string place)
    {
        try
        {
            if (!DataKey.TryIdOf(text, out var id))
            {
                throw new CryptographicException("The bytes are no encrypted text.");
            }

            return keys.Find(id) is { } key
                ? new OpenedText(key.Open(text, place), Obstacle: null)
                : new OpenedText(Text: null, Away);
        }
        catch (CryptographicException exception)
        {
            Log.FieldChanged(logger, place, exception);
            return new OpenedText(Text: null, () => new InvalidDataException($"The encrypted text of {place} was changed, or belongs elsewhere.", exception));
        }
    }

    /// <summary>By which the user's name is found.</summary>
    /// <exception cref="PortUnavailableException">The keys are not loaded.</exception>
    public string IndexOf(string userId, string name) => (keys.Index ?? throw Away()).Of(userId, name);

    private async Task LoadAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellationToken)
    {
        try
        {
            await keys.LoadBrieflyAsync(wanted, cancellationToken);
        }
        catch (Exception exception) when (exception is PortUnavailableException or KeyUnusableException or OutcomeUnknownException or TimeoutException)
        {
            Log.DataKeysAway(logger, exception.Message);
        }
    }

    private List<int> MissingOf(IEnumerable<byte[]?> texts)
    {
        var missing = new List<int>();
        foreach (var text in texts)
        {
            if (text is not null && DataKey.TryIdOf(text, out var id) && keys.Find(id) is null)
            {
                missing.Add(id);
            }
        }

        return missing;
    }

    private Exception Away() => Encrypts
        ? new PortUnavailableException("kms", "The vault does not open the keys of names at the moment.")
        : new KeyUnusableException("no_vault", "Names are encrypted, and no vault is configured that opens them.");
}

/// <param name="Obstacle">Why there is no text.</param>
internal sealed record OpenedText(string? Text, Func<Exception>? Obstacle)
{
    /// <summary>The text.</summary>
    /// <exception cref="PortUnavailableException">Its key is not loaded.</exception>
    /// <exception cref="InvalidDataException">It was changed, or belongs elsewhere.</exception>
    public string OrThrow() => Text ?? throw Obstacle!();
}
