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

    /// <summary>Held shared while permission to sign is given, and alone while something is frozen.</summary>
    public const int Freezes = 734_004;
}
