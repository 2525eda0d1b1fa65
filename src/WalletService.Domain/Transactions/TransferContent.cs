using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>What a transfer's transaction is to do.</summary>
public abstract record TransferContent
{
    private TransferContent()
    {
    }

    /// <summary>Where the funds go; null when only the transaction itself says so.</summary>
    public virtual SolanaAddress? Recipient => null;

    /// <summary>The service builds the transaction, and may build another one when it is proven dead.</summary>
    public virtual bool IsBuiltHere => true;

    /// <summary>A payment in SOL. The service builds its transaction, and another one when the first is proven dead.</summary>
    /// <param name="Requested">Null for everything that the wallet can spare (<c>"max"</c>).</param>
    /// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
    public sealed record SolPayment(SolanaAddress To, Lamports? Requested, string? Memo) : TransferContent
    {
        public override SolanaAddress? Recipient => To;
    }

    /// <summary>A payment in a token of the Token or Token-2022 program, to the recipient's associated token account.</summary>
    /// <param name="To">The wallet that is paid, not its token account.</param>
    /// <param name="Mint">The token.</param>
    /// <param name="Requested">Null for all that the wallet's associated token account holds (<c>"max"</c>).</param>
    /// <param name="Meaning">What <paramref name="Requested"/> counts, when the mint withholds a fee.</param>
    /// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
    public sealed record TokenPayment(
        SolanaAddress To, SolanaAddress Mint, TokenQuantity? Requested, TokenAmountMeaning Meaning, string? Memo) : TransferContent
    {
        public override SolanaAddress? Recipient => To;
    }

    /// <summary>
    /// A transaction that the caller has built, in Solana's wire format, with every signature but the wallet's. Its own blockhash
    /// decides its life: it is signed once and never replaced by another.
    /// </summary>
    public sealed record CallerTransaction(ReadOnlyMemory<byte> WireTransaction) : TransferContent
    {
        public override bool IsBuiltHere => false;

        public bool Equals(CallerTransaction? other) => other is not null && WireTransaction.Span.SequenceEqual(other.WireTransaction.Span);

        public override int GetHashCode() => WireTransaction.Length;
    }
}

/// <summary>What the amount of a payment in a token counts; both are the same where the mint withholds nothing.</summary>
public enum TokenAmountMeaning
{
    /// <summary>What leaves the wallet.</summary>
    Sent,

    /// <summary>What arrives.</summary>
    Received,
}
