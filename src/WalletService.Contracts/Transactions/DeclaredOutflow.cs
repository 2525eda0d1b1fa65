using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>What a caller says that its transaction takes from the wallet, at most. A transaction that takes more is refused.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeclaredOutflow
{
    /// <summary><c>SOL</c>, or the address of a token's mint.</summary>
    public required string Asset { get; init; }

    /// <summary>Base units (lamports for SOL), integer as text.</summary>
    public required string Amount { get; init; }

    /// <summary>Whom it goes to, base58; missing for anybody.</summary>
    public string? Recipient { get; init; }
}
