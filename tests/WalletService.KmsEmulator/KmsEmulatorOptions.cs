namespace WalletService.KmsEmulator;

public sealed record KmsEmulatorOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>File in which keys survive a restart; memory only when null. It holds private keys in clear: test keys only.</summary>
    public string? StateFile { get; init; }

    /// <summary>How many looks at a new version find it in PENDING_GENERATION before it is ENABLED.</summary>
    public int PendingPolls { get; init; } = 1;

    /// <summary>When set, requests without exactly this bearer token are answered 401.</summary>
    public string? RequiredToken { get; init; }

    /// <summary>
    /// Google refuses EC_SIGN_ED25519 at HSM level (seen on the live service on 2026-07-09); true emulates a service that allows it.
    /// </summary>
    public bool AllowEd25519AtHsm { get; init; }
}
