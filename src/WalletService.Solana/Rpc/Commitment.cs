using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>How settled the state must be that an answer is based on.</summary>
[JsonConverter(typeof(CommitmentConverter))]
public enum Commitment
{
    /// <summary>The node's newest block, which may still be dropped.</summary>
    Processed,

    /// <summary>Voted for by two thirds of the stake.</summary>
    Confirmed,

    /// <summary>Settled for good.</summary>
    Finalized,
}
