using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;

namespace WalletService.Postgres.Encryption;

/// <summary>
/// The data keys, unwrapped in memory: the vault is asked once for each key and process. Instances share keys; of two that make one at
/// once the second takes the first one's.
/// </summary>
internal sealed class DataKeyRing(DataKeyStore store, TimeProvider time, ILogger<DataKeyRing> logger, KeyWrappers? wrappers = null) : IDisposable
{
    /// <summary>For how long the vault is not asked again after it failed: what waits for it is told so at once.</summary>
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>For how long a key is not looked for again that is not there, or can't be opened.</summary>
    private static readonly TimeSpan PauseAfterMiss = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<int, DataKey> keys = new();
    private readonly ConcurrentDictionary<int, DateTimeOffset> hopeless = new();
    private readonly CancellationTokenSource disposed = new();
    private readonly Lock gate = new();
    private volatile DataKey? current;
    private volatile NameIndex? index;
    private Load? latest;

    /// <summary>Whether there is a vault that wraps: else names are stored as they are.</summary>
    [MemberNotNullWhen(true, nameof(Wrappers))]
    public bool Encrypts => wrappers is not null;

    public KeyWrappers? Wrappers => wrappers;

    /// <summary>The key for what is written now; null until it is loaded.</summary>
    public DataKey? Current => current;

    /// <summary>By which names are found; null until it is loaded.</summary>
    public NameIndex? Index => index;

    [MemberNotNullWhen(true, nameof(Current), nameof(Index))]
    public bool IsLoaded => current is not null && index is not null;

    public DataKey? Find(int id) => keys.GetValueOrDefault(id);

    /// <summary>Loads the keys unless they are loaded.</summary>
    /// <exception cref="PortUnavailableException">The database or the vault does not answer, or did not a moment ago.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses, or a key was changed.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (!IsLoaded)
        {
            await LoadAsync(cancellationToken);
        }
    }

    /// <summary>
    /// Reads which keys there are, opens those that are new, makes those that are missing, and takes the newest for what is written. Who
    /// asks while it is under way shares it.
    /// </summary>
    /// <inheritdoc cref="EnsureAsync"/>
    public Task LoadAsync(CancellationToken cancellationToken) => Begin().Task.WaitAsync(cancellationToken);

    /// <summary>The same for what can be done without: nobody waits for a load that takes longer than a second.</summary>
    /// <inheritdoc cref="EnsureAsync"/>
    public async Task LoadBrieflyAsync(IReadOnlyCollection<int> wanted, CancellationToken cancellationToken)
    {
        if (wanted.Count > 0 && wanted.All(IsHopeless))
        {
            return;
        }

        var load = Begin();
        var patience = load.Since + Patience - time.GetUtcNow();
        if (patience <= TimeSpan.Zero && !load.Task.IsCompleted)
        {
            throw new PortUnavailableException("kms", "The keys of names are still being loaded.");
        }

        await load.Task.WaitAsync(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, time, cancellationToken);
        foreach (var id in wanted.Where(id => !keys.ContainsKey(id)))
        {
            hopeless[id] = time.GetUtcNow();
        }
    }

    /// <summary>The key itself.</summary>
    public async Task<byte[]> UnwrapAsync(DataKeyRow row, CancellationToken cancellationToken)
    {
        var wrapper = wrappers!.All.FirstOrDefault(candidate => candidate.Provider == row.Provider)
            ?? throw new KeyUnusableException("no_vault", $"Data key {row.Id} is wrapped by the vault '{row.Provider}', which is not configured.");
        return await wrapper.UnwrapAsync(row.Wrapped, row.Context, cancellationToken);
    }

    public void Dispose()
    {
        disposed.Cancel();
        disposed.Dispose();
    }

    private bool IsHopeless(int id) => hopeless.TryGetValue(id, out var since) && time.GetUtcNow() - since < PauseAfterMiss;

    private Load Begin()
    {
        lock (gate)
        {
            if (latest is { Task.IsFaulted: true } failed && time.GetUtcNow() - failed.Since < PauseAfterFailure)
            {
                return failed;
            }

            if (latest is not { Task.IsCompleted: false })
            {
                latest = new Load(time.GetUtcNow(), LoadAllAsync(disposed.Token));
            }

            return latest;
        }
    }

    private async Task LoadAllAsync(CancellationToken cancellationToken)
    {
        // Nothing of it is done under the lock of whoever begins it.
        await Task.Yield();
        var rows = await store.ReadAsync(cancellationToken);
        while (Missing(rows) is { } purpose)
        {
            await store.AddAsync(rows.Select(row => row.Id).DefaultIfEmpty().Max() + 1, purpose, wrappers!.Preferred, cancellationToken);
            rows = await store.ReadAsync(cancellationToken);
        }

        var newest = rows.Last(row => row is { Purpose: DataKeyRow.Fields, RetiredAt: null });
        current = await OpenAsync(newest, cancellationToken);
        index ??= new NameIndex(await UnwrapAsync(rows.Single(row => row.Purpose == DataKeyRow.Index), cancellationToken));
        foreach (var row in rows.Where(row => row.Purpose == DataKeyRow.Fields))
        {
            await TryOpenAsync(row, cancellationToken);
        }
    }

    private static string? Missing(IReadOnlyList<DataKeyRow> rows) =>
        !rows.Any(row => row is { Purpose: DataKeyRow.Fields, RetiredAt: null }) ? DataKeyRow.Fields
        : !rows.Any(row => row.Purpose == DataKeyRow.Index) ? DataKeyRow.Index
        : null;

    /// <summary>An old key that can't be opened hides what is under it, and nothing else.</summary>
    private async Task TryOpenAsync(DataKeyRow row, CancellationToken cancellationToken)
    {
        try
        {
            await OpenAsync(row, cancellationToken);
        }
        catch (KeyUnusableException exception)
        {
            Log.DataKeyUnusable(logger, row.Id, exception);
        }
    }

    private async Task<DataKey> OpenAsync(DataKeyRow row, CancellationToken cancellationToken) =>
        keys.TryGetValue(row.Id, out var key) ? key : keys.GetOrAdd(row.Id, new DataKey(row.Id, await UnwrapAsync(row, cancellationToken)));

    private sealed record Load(DateTimeOffset Since, Task Task);
}
