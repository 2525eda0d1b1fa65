using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Embedded.Storage;

/// <summary>The keys made ahead of their wallets.</summary>
internal sealed class StoredPreparedKeys
{
    /// <summary>When each provider's last key was begun.</summary>
    public Dictionary<string, DateTimeOffset> LastAt { get; } = new(StringComparer.Ordinal);

    public List<StoredPreparedKey> Keys { get; } = [];

    /// <summary>The provider's oldest key, which nobody else gets then; null when there is none.</summary>
    public StoredPreparedKey? Take(string? provider)
    {
        var taken = Keys.Where(prepared => prepared.Provider == provider && prepared.Key is not null).MinBy(prepared => prepared.ReservedAt);
        if (taken is not null)
        {
            Keys.Remove(taken);
        }

        return taken;
    }
}

/// <summary>A key made, or being made, ahead.</summary>
internal sealed class StoredPreparedKey(WalletId id, string provider)
{
    public WalletId Id => id;

    public string Provider => provider;

    public DateTimeOffset ReservedAt { get; set; }

    /// <summary>Null until it is made.</summary>
    public WalletKey? Key { get; set; }
}
