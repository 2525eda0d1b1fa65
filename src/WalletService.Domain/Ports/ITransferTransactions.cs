using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Makes the transaction of a payment, in SOL or in a token.</summary>
public interface ITransferTransactions
{
    /// <summary>
    /// Simulates the transfer and prices it: compute limit from the simulation with a margin, priority fee from network
    /// conditions under a cap. <see cref="TransferQuote.Refused"/> when the simulation fails, other than by
    /// <c>InsufficientFundsForRent</c> or for lack of lamports: what there is and what both sides have to keep is judged by
    /// <see cref="TransferRules"/>, with numbers.
    /// </summary>
    /// <param name="order">What is to be paid.</param>
    /// <param name="previous">
    /// The quote of an attempt that is proven dead: the new price is noticeably higher, under the same cap. Null for the first attempt.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<TransferQuote> QuoteAsync(TransferOrder order, FeeQuote? previous, CancellationToken cancellationToken);

    /// <summary>Whether one transaction can hold the order: the network limits its bytes, its accounts and its instructions.</summary>
    bool Fits(TransferOrder order);

    /// <summary>
    /// Builds the message to be signed, with a blockhash fresh enough to leave time for signing and sending.
    /// <paramref name="variation"/> makes otherwise equal transfers differ in their bytes, and so in their signatures.
    /// </summary>
    /// <exception cref="PortUnavailableException">No node gives a fresh blockhash.</exception>
    Task<UnsignedTransfer> BuildAsync(TransferOrder order, FeeQuote quote, uint variation, CancellationToken cancellationToken);

    /// <summary>
    /// Decodes message bytes from scratch and compares them with the order and the quote: fee payer, programs, accounts, amounts,
    /// nothing else. Null when they agree, else the difference.
    /// </summary>
    string? FindDifference(ReadOnlyMemory<byte> message, TransferOrder order, FeeQuote quote);

    /// <summary>The wire transaction of a message and its one signature, after verifying the signature.</summary>
    /// <exception cref="ArgumentException">The signature does not verify against the source.</exception>
    ReadOnlyMemory<byte> Assemble(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> signature);
}

/// <summary>What is to be paid, as the chain needs it.</summary>
/// <param name="Source">The wallet, which signs and pays the fee.</param>
/// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
public abstract record TransferOrder(SolanaAddress Source, string? Memo);

/// <param name="Source">The wallet, which signs and pays the fee.</param>
/// <param name="Parts">At least one.</param>
/// <param name="Memo">UTF-8 text for the Memo program, or null.</param>
public sealed record SolTransferOrder(SolanaAddress Source, IReadOnlyList<SolPart> Parts, string? Memo) : TransferOrder(Source, Memo)
{
    /// <summary>A payment to one recipient.</summary>
    public SolTransferOrder(SolanaAddress source, SolanaAddress recipient, Lamports lamports, string? memo)
        : this(source, [new SolPart(recipient, lamports)], memo)
    {
    }
}

/// <summary>One recipient of a payment in SOL.</summary>
public sealed record SolPart(SolanaAddress Recipient, Lamports Lamports);

/// <param name="Source">The wallet, which signs and pays the fee and the rent of accounts that are created.</param>
/// <param name="Movement">The tokens to move. The memo stands directly before each part that requires one, and before the first.</param>
public sealed record TokenTransferOrder(SolanaAddress Source, TokenMovement Movement) : TransferOrder(Source, Movement.Memo)
{
    /// <summary>The token account that is to be emptied; null for the wallet's associated one, and no other is taken then.</summary>
    public SolanaAddress? SourceAccount { get; init; }
}

/// <summary>An empty token account is to be closed.</summary>
/// <param name="Source">The wallet that owns it, signs and pays the fee.</param>
/// <param name="Account">The token account.</param>
/// <param name="RentTo">Who gets the lamports that are in it.</param>
/// <param name="Mint">The account's token.</param>
/// <param name="Program">The token program that owns the account: Token or Token-2022.</param>
/// <param name="HarvestsFees">What the mint's transfer fee has withheld in the account goes to the mint before.</param>
public sealed record AccountClosingOrder(
    SolanaAddress Source,
    SolanaAddress Account,
    SolanaAddress RentTo,
    SolanaAddress Mint,
    SolanaAddress Program,
    bool HarvestsFees) : TransferOrder(Source, Memo: null);

public abstract record TransferQuote
{
    private TransferQuote()
    {
    }

    public sealed record Priced(FeeQuote Quote) : TransferQuote;

    /// <param name="ChainError">The chain's error as the node's JSON.</param>
    /// <param name="Logs">What the programs logged, a line each; null when none ran.</param>
    public sealed record Refused(string ChainError, string? Logs = null) : TransferQuote;
}

/// <param name="Blockhash">Base58.</param>
/// <param name="ContextSlot">The slot from which the node answered when it gave the blockhash.</param>
public sealed record UnsignedTransfer(ReadOnlyMemory<byte> Message, string Blockhash, ulong LastValidBlockHeight, ulong ContextSlot)
{
    /// <summary>Of a caller's transaction: <see cref="ICallerTransactions.ReadDigestAsync"/>, as of now. Null for what the service builds itself.</summary>
    public string? Digest { get; init; }
}
