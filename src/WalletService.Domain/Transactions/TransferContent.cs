using WalletService.Domain.Inspection;
using WalletService.Domain.Ports;
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

    /// <summary>The token that is paid, or whose account is closed; null for SOL, and when only the transaction itself says so.</summary>
    public virtual SolanaAddress? PaidMint => null;

    /// <summary>Which part of which batch it is; null for what was asked for by itself.</summary>
    public virtual BatchPlace? BatchPlace => null;

    /// <summary>The service builds the transaction, and may build another one when it is proven dead.</summary>
    public virtual bool IsBuiltHere => true;

    /// <summary>Only the service itself does it, between addresses of one wallet: nobody can ask for it.</summary>
    public virtual bool IsForSweepsOnly => false;

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
        /// <summary>The token account that a sweep empties; null for the wallet's associated one.</summary>
        public SolanaAddress? SourceAccount { get; init; }

        public override SolanaAddress? Recipient => To;

        public override SolanaAddress? PaidMint => Mint;

        public override bool IsForSweepsOnly => SourceAccount is not null;
    }

    /// <summary>An empty token account is closed, and the rent that was in it goes to another address of the wallet.</summary>
    /// <param name="To">The address that gets the rent.</param>
    /// <param name="Mint">The token of which the account holds nothing.</param>
    /// <param name="Account">The token account.</param>
    public sealed record AccountClosing(SolanaAddress To, SolanaAddress Mint, SolanaAddress Account) : TransferContent
    {
        public override SolanaAddress? Recipient => To;

        public override SolanaAddress? PaidMint => Mint;

        public override bool IsForSweepsOnly => true;
    }

    /// <summary>Payments in SOL of one batch that share a transaction.</summary>
    /// <param name="Place">Where it stands in its batch.</param>
    /// <param name="Payments">At least one; a recipient may be paid several times.</param>
    /// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
    public sealed record SolBatch(BatchPlace Place, IReadOnlyList<SolPart> Payments, string? Memo) : TransferContent
    {
        public override BatchPlace? BatchPlace => Place;

        public bool Equals(SolBatch? other) =>
            other is not null && Place == other.Place && Memo == other.Memo && Payments.SequenceEqual(other.Payments);

        public override int GetHashCode() => HashCode.Combine(Place, Payments.Count);
    }

    /// <summary>Payments in one token of one batch that share a transaction.</summary>
    /// <param name="Place">Where it stands in its batch.</param>
    /// <param name="Mint">The token.</param>
    /// <param name="Payments">At least one; a recipient may be paid several times.</param>
    /// <param name="Meaning">What the quantities count, when the mint withholds a fee.</param>
    /// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
    public sealed record TokenBatch(
        BatchPlace Place, SolanaAddress Mint, IReadOnlyList<TokenShare> Payments, TokenAmountMeaning Meaning, string? Memo) : TransferContent
    {
        public override SolanaAddress? PaidMint => Mint;

        public override BatchPlace? BatchPlace => Place;

        /// <summary>One of the payments, as if it were made by itself.</summary>
        public TokenPayment PaymentOf(TokenShare share) => new(share.To, Mint, share.Quantity, Meaning, Memo);

        public bool Equals(TokenBatch? other) =>
            other is not null && Place == other.Place && Mint == other.Mint && Meaning == other.Meaning && Memo == other.Memo
            && Payments.SequenceEqual(other.Payments);

        public override int GetHashCode() => HashCode.Combine(Place, Mint, Payments.Count);
    }

    /// <summary>
    /// A transaction that the caller has built, in Solana's wire format, with every signature but the wallet's. Its own blockhash
    /// decides its life: it is signed once and never replaced by another.
    /// </summary>
    public sealed record CallerTransaction(ReadOnlyMemory<byte> WireTransaction) : TransferContent
    {
        /// <summary>What the caller says that it takes, at most; null when it says nothing.</summary>
        public IReadOnlyList<DeclaredMovement>? Declared { get; init; }

        public override bool IsBuiltHere => false;

        public bool Equals(CallerTransaction? other) =>
            other is not null && WireTransaction.Span.SequenceEqual(other.WireTransaction.Span)
            && (Declared ?? []).SequenceEqual(other.Declared ?? []) && Declared is null == other.Declared is null;

        public override int GetHashCode() => WireTransaction.Length;
    }
}

/// <summary>Where a transfer stands in a batch.</summary>
/// <param name="Part">1 for the first transaction.</param>
public sealed record BatchPlace(BatchId Batch, int Part);

/// <summary>What one recipient of a batch is paid in a token.</summary>
public sealed record TokenShare(SolanaAddress To, TokenQuantity Quantity);

/// <summary>What the amount of a payment in a token counts; both are the same where the mint withholds nothing.</summary>
public enum TokenAmountMeaning
{
    /// <summary>What leaves the wallet.</summary>
    Sent,

    /// <summary>What arrives.</summary>
    Received,
}
