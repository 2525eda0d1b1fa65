namespace WalletService.KmsEmulator.Faults;

/// <summary>One planned fault: what, on which operation, when and how often.</summary>
public sealed record Fault
{
    public required FaultKind Kind { get; init; }

    /// <summary>Name of the operation, such as <c>cryptoKeyVersions.asymmetricSign</c>; every operation when null.</summary>
    public string? Operation { get; init; }

    /// <summary>Id of the location whose resources it strikes; every location when null.</summary>
    public string? Location { get; init; }

    /// <summary>How many matching calls it strikes; 0 means until it is cleared.</summary>
    public int Times { get; init; } = 1;

    /// <summary>How many matching calls pass unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>Milliseconds: the RetryInfo of a 429 (in whole seconds for Retry-After), or how long Latency lasts.</summary>
    public int DelayMs { get; init; }
}
