namespace WalletService.Postgres.Encryption;

internal sealed record DataKeyRow(int Id, string Purpose, string Provider, byte[] Wrapped, DateTime? RetiredAt)
{
    /// <summary>Of a key under which names are encrypted.</summary>
    public const string Fields = "fields";

    /// <summary>Of the key by which names are found.</summary>
    public const string Index = "index";

    public const string Select =
        "SELECT id, purpose, provider, wrapped, retired_at AS RetiredAt FROM data_keys ORDER BY id";

    public string Context => DataKey.Context(Id, Purpose);
}
