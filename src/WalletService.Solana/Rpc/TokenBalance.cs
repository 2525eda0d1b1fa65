namespace WalletService.Solana.Rpc;

/// <summary>The balance of a token account before or after a transaction.</summary>
public sealed record TokenBalance
{
    /// <summary>Which account of the transaction, loaded ones included.</summary>
    public required int AccountIndex { get; init; }

    public required Address Mint { get; init; }

    public Address? Owner { get; init; }

    public Address? ProgramId { get; init; }

    public required TokenAmount UiTokenAmount { get; init; }
}
