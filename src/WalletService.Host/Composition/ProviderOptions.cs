namespace WalletService.Host.Composition;

/// <summary>Where wallets and transfers are kept. Setting <c>Storage:Provider</c>.</summary>
public enum StorageProvider
{
    /// <summary>In this process's memory; lost when it ends. Refused in Production.</summary>
    Embedded,

    Postgres,
}

/// <summary>Where balances are cached and rates counted. Setting <c>Cache:Provider</c>.</summary>
public enum CacheProvider
{
    /// <summary>In this process's memory. Refused in Production.</summary>
    Embedded,

    Redis,
}

/// <summary>Where the private keys of new wallets are made. Setting <c>Keys:Provider</c>.</summary>
public enum KeysProvider
{
    /// <summary>In this process or in an encrypted file. Refused in Production.</summary>
    Software,

    GoogleKms,

    AwsKms,
}

/// <summary>Whose key wraps the data keys under which names are encrypted in PostgreSQL. Setting <c>Encryption:Provider</c>.</summary>
public enum EncryptionProvider
{
    /// <summary>The vault that makes the wallets' keys. None when that keeps its keys in memory, and all names would be lost with them.</summary>
    Keys,

    /// <summary>Names are stored as they are. Refused in Production.</summary>
    None,

    /// <summary>The passphrase or key file of the directory of the software keys. Refused in Production.</summary>
    Software,

    GoogleKms,

    AwsKms,
}
