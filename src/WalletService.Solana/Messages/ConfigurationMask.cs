namespace WalletService.Solana.Messages;

/// <summary>The bits of a v1 message's configuration mask; each set bit stands for four bytes of value (SIMD-0385).</summary>
[Flags]
internal enum ConfigurationMask : uint
{
    None = 0,

    PriorityFeeLow = 1,

    PriorityFeeHigh = 1 << 1,

    /// <summary>Both bits together: the fee takes eight bytes.</summary>
    PriorityFee = PriorityFeeLow | PriorityFeeHigh,

    ComputeUnitLimit = 1 << 2,

    LoadedAccountsDataSizeLimit = 1 << 3,

    HeapSize = 1 << 4,

    All = PriorityFee | ComputeUnitLimit | LoadedAccountsDataSizeLimit | HeapSize,
}
