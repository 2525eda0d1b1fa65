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
