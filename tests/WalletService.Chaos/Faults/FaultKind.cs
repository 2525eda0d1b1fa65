namespace WalletService.Chaos.Faults;

/// <summary>What a fault strikes: only one fault at a time strikes the same one.</summary>
public enum FaultTarget
{
    Service,
    Broker,
    Redis,
    Postgres,
    Node,
    Chain,
    Vault,
}

/// <summary>What goes wrong.</summary>
public enum FaultKind
{
    /// <summary>SIGKILL, and up again after a while.</summary>
    KillService,

    /// <summary>SIGSTOP for longer than a lease, then SIGCONT: it goes on with what it believed before.</summary>
    PauseService,

    /// <summary>SIGTERM, and up again after a while.</summary>
    StopService,

    KillBroker,
    KillRedis,

    /// <summary>SIGSTOP, then SIGCONT.</summary>
    HangRedis,
    KillPostgres,

    /// <summary>Sends are answered as accepted, and forgotten.</summary>
    NodeDropsSends,

    /// <summary>Sends are kept back, and reach the chain late, also after their blockhash has expired.</summary>
    NodeHoldsSends,

    /// <summary>Sends are carried out, and the answer is lost.</summary>
    NodeLosesReplies,
    NodeHangs,
    NodeIsSlow,
    NodeLimitsRate,
    NodeIsUnavailable,

    /// <summary>Behind the chain, and says so in the slots that it names.</summary>
    NodeIsBehind,

    /// <summary>Only status look-ups come from a node that is behind.</summary>
    NodeStatusesAreBehind,
    NodeIsUnhealthy,

    /// <summary>Look-ups of signatures answer "unknown" from a fresh slot: a lie, on one node at a time and only where there are others.</summary>
    NodeHidesStatuses,
    NodeMutesNotifications,
    NodeDisconnects,

    /// <summary>Blocks are made, and none is confirmed.</summary>
    ChainFreezes,

    /// <summary>Blocks after the confirmed one disappear; some of their transactions land again later.</summary>
    ChainForks,
    ChainExpiresBlockhashes,
    ChainIsCrowded,

    VaultIsUnavailable,
    VaultLimitsRate,
    VaultHangs,

    /// <summary>So slow that the blockhash may expire meanwhile.</summary>
    VaultIsSlow,
    VaultLosesReplies,

    /// <summary>Signs, and answers something damaged.</summary>
    VaultDamagesAnswers,

    /// <summary>Refuses for good, which the transfers concerned are told.</summary>
    VaultDeniesPermission,
}
