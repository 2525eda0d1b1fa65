using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>What a transfer's transaction is to do.</summary>
public abstract record TransferContent
{
    private TransferContent()
    {
    }

    /// <summary>Where the funds go; null when only the transaction itself says so.</summary>
    public SolanaAddress? Recipient => (this as SolPayment)?.To;

    /// <summary>A payment in SOL. The service builds its transaction, and another one when the first is proven dead.</summary>
    /// <param name="Requested">Null for everything that the wallet can spare (<c>"max"</c>).</param>
    /// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
    public sealed record SolPayment(SolanaAddress To, Lamports? Requested, string? Memo) : TransferContent;

    /// <summary>
    /// A transaction that the caller has built, in Solana's wire format, with every signature but the wallet's. Its own blockhash
    /// decides its life: it is signed once and never replaced by another.
    /// </summary>
    public sealed record CallerTransaction(ReadOnlyMemory<byte> WireTransaction) : TransferContent
    {
        public bool Equals(CallerTransaction? other) => other is not null && WireTransaction.Span.SequenceEqual(other.WireTransaction.Span);

        public override int GetHashCode() => WireTransaction.Length;
    }
}
