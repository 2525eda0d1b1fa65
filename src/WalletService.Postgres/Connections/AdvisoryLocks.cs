namespace WalletService.Postgres.Connections;

/// <summary>
/// The first of the two numbers of every advisory lock, so that uses never collide. The second tells locks of one use apart.
/// </summary>
internal static class AdvisoryLocks
{
    /// <summary>Held while migrations are applied.</summary>
    public const int Migrations = 734_001;

    /// <summary>Held by the one active relay of the outbox.</summary>
    public const int Relay = 734_002;

    /// <summary>Held while one of a user's wallets becomes active; second number: hash of the user id.</summary>
    public const int WalletsOfUser = 734_003;

    /// <summary>Held while an address is added to a user's book; second number: hash of the user id.</summary>
    public const int AddressesOfUser = 734_005;

    /// <summary>Held while an instance that starts compares its settings with those of the latest start.</summary>
    public const int Settings = 734_026;

    /// <summary>Held shared while permission to sign is given, and alone while something is frozen.</summary>
    public const int Freezes = 734_004;

    /// <summary>Held shared while something is decided or permission to sign is given, and alone while a policy is set.</summary>
    public const int Policies = 734_010;

    /// <summary>Held while a flag is set.</summary>
    public const int Features = 734_012;

    /// <summary>Held while what several wallets spend is counted; second number: hash of the policy's scope.</summary>
    public const int SpendingOfScope = 734_011;
}
