using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Reads a caller's transaction in Solana's wire format (legacy or v0).</summary>
public interface ITransactionInspector
{
    /// <summary>False, with the reason, for anything that is not exactly one well-formed legacy or v0 transaction.</summary>
    bool TryInspect(
        ReadOnlyMemory<byte> wireTransaction,
        [NotNullWhen(true)] out InspectedTransaction? transaction,
        [NotNullWhen(false)] out string? reason);

    /// <summary>Required signers whose slot is empty or holds a signature that does not verify.</summary>
    IReadOnlyList<SolanaAddress> FindMissingSigners(InspectedTransaction transaction);

    /// <summary>The transaction with the signature of one signer filled in, all other bytes untouched.</summary>
    /// <exception cref="ArgumentException">Not a signer, or the signature does not verify.</exception>
    SignedByWallet AddSignature(InspectedTransaction transaction, SolanaAddress signer, ReadOnlySpan<byte> signature);
}

/// <param name="Message">Exactly the bytes to be signed, as they came.</param>
/// <param name="RequiredSigners">In the order of the signature slots; the first is the fee payer.</param>
/// <param name="Blockhash">Base58; for a durable nonce, the nonce.</param>
/// <param name="UsesDurableNonce">Its first instruction advances a nonce account, so that it never expires by itself.</param>
public sealed record InspectedTransaction(
    ReadOnlyMemory<byte> WireTransaction,
    ReadOnlyMemory<byte> Message,
    IReadOnlyList<SolanaAddress> RequiredSigners,
    string Blockhash,
    bool UsesDurableNonce);

/// <param name="TransactionSignature">The first signature, the fee payer's, by which the chain names the transaction; zeros while it is missing.</param>
/// <param name="MissingSigners">Required signers whose slot is empty or holds a signature that does not verify.</param>
public sealed record SignedByWallet(
    ReadOnlyMemory<byte> WireTransaction, TransactionSignature TransactionSignature, IReadOnlyList<SolanaAddress> MissingSigners);
