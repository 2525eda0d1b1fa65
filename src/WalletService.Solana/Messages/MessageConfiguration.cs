namespace WalletService.Solana.Messages;

/// <summary>The compute budget that a v1 message carries itself. What is absent counts as 0, except the heap.</summary>
public sealed record MessageConfiguration
{
    /// <summary>The whole priority fee, in lamports.</summary>
    public ulong? PriorityFeeLamports { get; init; }

    public uint? ComputeUnitLimit { get; init; }

    /// <summary>In bytes.</summary>
    public uint? LoadedAccountsDataSizeLimit { get; init; }

    /// <summary>In bytes: a multiple of 1,024 from 32 to 256 KiB.</summary>
    public uint? HeapSize { get; init; }
}
