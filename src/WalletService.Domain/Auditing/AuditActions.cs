namespace WalletService.Domain.Auditing;

/// <summary>What the audit log records. These words are permanent: they are under the hashes of the log.</summary>
public static class AuditActions
{
    public const string WalletCreated = "wallet.created";

    public const string WalletActivated = "wallet.activated";

    public const string WalletRenamed = "wallet.renamed";

    public const string WalletArchived = "wallet.archived";

    public const string WalletUnarchived = "wallet.unarchived";

    public const string WalletFrozen = "wallet.frozen";

    public const string WalletUnfrozen = "wallet.unfrozen";

    /// <summary>The vault is about to be asked for another key of the wallet.</summary>
    public const string KeyRotationBegun = "wallet.keyRotationBegun";

    public const string KeyRotated = "wallet.keyRotated";

    /// <summary>A retired address is given up: its key is about to be destroyed.</summary>
    public const string KeyGivenUp = "wallet.keyGivenUp";

    /// <summary>It is not given up after all.</summary>
    public const string KeyKept = "wallet.keyKept";

    /// <summary>After a loss of the database the wallet has its earlier keys again.</summary>
    public const string KeysRestored = "wallet.keysRestored";

    public const string AddressAdded = "address.added";

    public const string AddressRemoved = "address.removed";

    /// <summary>An administrator has frozen a scope.</summary>
    public const string Frozen = "freeze.set";

    public const string Unfrozen = "freeze.lifted";

    /// <summary>The kill switch of one instance, a setting or a file, was thrown. In the chain of the service.</summary>
    public const string KillSwitchThrown = "killSwitch.thrown";

    public const string KillSwitchTakenBack = "killSwitch.takenBack";

    /// <summary>An administrator has switched a part of the service on or off. In the chain of the service.</summary>
    public const string FeatureSet = "feature.set";

    /// <summary>An instance has taken up changed settings without a restart. In the chain of the service; names, no values.</summary>
    public const string SettingsReloaded = "settings.reloaded";

    public const string TransferReceived = "transfer.received";

    public const string TransferDecided = "transfer.decided";

    /// <summary>The vault is about to be asked for a signature over a transfer's message.</summary>
    public const string KeySigning = "key.signing";

    public const string TransferSigned = "transfer.signed";

    public const string TransferSubmitted = "transfer.submitted";

    public const string TransferConfirmed = "transfer.confirmed";

    public const string TransferFinalized = "transfer.finalized";

    public const string TransferFailed = "transfer.failed";

    public const string TransferExpired = "transfer.expired";

    public const string TransferRejected = "transfer.rejected";

    public const string TransferCancelled = "transfer.cancelled";

    /// <summary>The vault is about to be asked for a signature over a caller's transaction.</summary>
    public const string SignRequested = "sign.requested";

    public const string SignCompleted = "sign.completed";

    /// <summary>Something was frozen while the vault worked, and the signature was given to nobody.</summary>
    public const string SignWithheld = "sign.withheld";

    public const string DepositDetected = "deposit.detected";

    public const string DepositReceived = "deposit.received";

    public const string DepositDropped = "deposit.dropped";

    /// <summary>Something left by a transaction that this service signed for a caller, who sent it.</summary>
    public const string BalanceSpent = "balance.spent";

    /// <summary>A balance changed without a signature of this service.</summary>
    public const string BalanceUnexplained = "balance.unexplained";

    /// <summary>The books and the chain disagree.</summary>
    public const string ReconciliationDifference = "reconciliation.difference";

    public const string BatchReceived = "batch.received";

    /// <summary>Which rows are refused and which transaction pays each of the others is settled.</summary>
    public const string BatchPlanned = "batch.planned";

    /// <summary>Every transaction of the batch is a transfer of its own.</summary>
    public const string BatchStarted = "batch.started";

    public const string BatchEnded = "batch.ended";

    /// <summary>Somebody asked for what they may not have, or something is not what it has to be. In the chain of the service.</summary>
    public const string SecurityViolation = "security.violation";

    /// <summary>A caller asked for what it may not ask for. In the chain of the service.</summary>
    public const string CallerRefused = "caller.refused";

    /// <summary>An administrator has set a policy. In the chain of the service.</summary>
    public const string PolicySet = "policy.set";

    /// <summary>An approver has said yes to a transfer.</summary>
    public const string TransferApproved = "transfer.approved";

    /// <summary>A transaction that a restored database did not know was found to carry out a transfer. In the chain of the service, like the next four.</summary>
    public const string RestoreAdopted = "restore.adopted";

    /// <summary>An operator has made the record of a request that a restored database had lost.</summary>
    public const string RestoreRecorded = "restore.recorded";

    /// <summary>Nobody works on a transfer until an operator has decided.</summary>
    public const string RestoreHeld = "restore.held";

    public const string RestoreReleased = "restore.released";

    /// <summary>An operator has said that a restored database may be used.</summary>
    public const string RestoreAccepted = "restore.accepted";

    /// <summary>A key was made under which names are encrypted or found. In the chain of the service.</summary>
    public const string DataKeyAdded = "dataKey.added";

    /// <summary>Data keys were wrapped anew, and what was in the clear or under retired keys was encrypted. In the chain of the service.</summary>
    public const string DataRewrapped = "data.rewrapped";

    /// <summary>An instance has started with other settings than the latest before it. In the chain of the service.</summary>
    public const string SettingsChanged = "settings.changed";
}
