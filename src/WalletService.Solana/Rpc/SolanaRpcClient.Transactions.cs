using System.Text.Json;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <content>Building, sending and following transactions.</content>
public sealed partial class SolanaRpcClient
{
    /// <summary>The newest transaction version that we can read (an integer in requests).</summary>
    private const int MaxTransactionVersion = 1;

    public Task<RpcResult<LatestBlockhash>> GetLatestBlockhashAsync(
        Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallInContextAsync(
            RpcJson.Default.RpcReplyContextValueLatestBlockhash,
            "getLatestBlockhash",
            writer => RpcRequest.WriteConfiguration(writer, commitment, minContextSlot),
            cancellationToken);

    public Task<RpcResult<bool>> IsBlockhashValidAsync(
        Blockhash blockhash, Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallInContextAsync(
            RpcJson.Default.RpcReplyContextValueBoolean,
            "isBlockhashValid",
            writer =>
            {
                writer.WriteStringValue(blockhash.ToString());
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot);
            },
            cancellationToken);

    /// <summary>The whole fee of a message in lamports, priority fee included; null when the node does not know its blockhash.</summary>
    public Task<RpcResult<ulong?>> GetFeeForMessageAsync(
        ReadOnlyMemory<byte> message, Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallInContextOrNullAsync(
            RpcJson.Default.RpcReplyContextValueNullableUInt64,
            "getFeeForMessage",
            writer =>
            {
                writer.WriteBase64StringValue(message.Span);
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot);
            },
            cancellationToken);

    /// <summary>Recent prices for writing the given accounts, at most <see cref="MaxPrioritizationAddresses"/>.</summary>
    public Task<IReadOnlyList<PrioritizationFeeSample>> GetRecentPrioritizationFeesAsync(
        IReadOnlyCollection<Address> writableAccounts, CancellationToken cancellationToken = default)
    {
        RequireAtMost(writableAccounts, MaxPrioritizationAddresses, nameof(writableAccounts));
        return CallForListAsync(
            RpcJson.Default.RpcReplyIReadOnlyListPrioritizationFeeSample,
            "getRecentPrioritizationFees",
            writer => RpcRequest.WriteAddresses(writer, writableAccounts),
            cancellationToken);
    }

    /// <summary>Runs a transaction without effect; it need not be signed unless the options ask for it.</summary>
    public Task<RpcResult<SimulationResult>> SimulateTransactionAsync(
        ReadOnlyMemory<byte> transaction, SimulateOptions options, CancellationToken cancellationToken = default)
    {
        if (options.VerifySignatures && options.ReplaceRecentBlockhash)
        {
            throw new ArgumentException("Signatures cannot be verified over a replaced blockhash.", nameof(options));
        }

        return CallInContextAsync(
            RpcJson.Default.RpcReplyContextValueSimulationResult,
            "simulateTransaction",
            writer =>
            {
                writer.WriteBase64StringValue(transaction.Span);
                RpcRequest.WriteConfiguration(writer, options.Commitment, options.MinContextSlot, more => WriteOptions(more, options));
            },
            cancellationToken);
    }

    /// <summary>
    /// Hands the node a signed transaction. The answer means that this node has taken it, not that it will land; an error of the
    /// transport does not mean that it will not.
    /// </summary>
    public Task<Signature> SendTransactionAsync(
        ReadOnlyMemory<byte> transaction, SendOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SendOptions();
        return CallAsync(
            RpcJson.Default.RpcReplySignature,
            "sendTransaction",
            writer =>
            {
                writer.WriteBase64StringValue(transaction.Span);
                WriteOptions(writer, options);
            },
            cancellationToken);
    }

    /// <summary>
    /// Where at most <see cref="MaxSignatures"/> transactions stand, in the order asked; null for those that the node does not find.
    /// </summary>
    /// <param name="signatures">Which.</param>
    /// <param name="searchTransactionHistory">Look beyond the node's recent cache.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<RpcResult<IReadOnlyList<SignatureStatus?>>> GetSignatureStatusesAsync(
        IReadOnlyCollection<Signature> signatures, bool searchTransactionHistory, CancellationToken cancellationToken = default)
    {
        RequireAtMost(signatures, MaxSignatures, nameof(signatures));
        return CallForEachAsync(
            RpcJson.Default.RpcReplyContextValueIReadOnlyListSignatureStatus,
            "getSignatureStatuses",
            signatures.Count,
            writer =>
            {
                RpcRequest.WriteAddresses(writer, signatures);
                writer.WriteStartObject();
                writer.WriteBoolean("searchTransactionHistory"u8, searchTransactionHistory);
                writer.WriteEndObject();
            },
            cancellationToken);
    }

    /// <summary>A transaction by its id; null when the node does not find it. Not at <see cref="Commitment.Processed"/>.</summary>
    public Task<TransactionDetails?> GetTransactionAsync(
        Signature signature, Commitment commitment, CancellationToken cancellationToken = default)
    {
        RequireHistory(commitment);
        return CallOrNullAsync(
            RpcJson.Default.RpcReplyTransactionDetails,
            "getTransaction",
            writer =>
            {
                writer.WriteStringValue(signature.ToString());
                RpcRequest.WriteConfiguration(writer, commitment, writeMore: more =>
                {
                    RpcRequest.WriteBase64Encoding(more);
                    more.WriteNumber("maxSupportedTransactionVersion"u8, MaxTransactionVersion);
                });
            },
            cancellationToken);
    }

    /// <summary>
    /// Transactions that mention an address, newest first, at most <see cref="MaxSignaturesForAddress"/>. Not at
    /// <see cref="Commitment.Processed"/>.
    /// </summary>
    /// <param name="address">Which address.</param>
    /// <param name="commitment">How settled.</param>
    /// <param name="limit">How many.</param>
    /// <param name="before">Only older ones than this.</param>
    /// <param name="until">Only newer ones than this.</param>
    /// <param name="minContextSlot">The slot that the node must have reached.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<IReadOnlyList<SignatureInfo>> GetSignaturesForAddressAsync(
        Address address,
        Commitment commitment,
        int limit = MaxSignaturesForAddress,
        Signature? before = null,
        Signature? until = null,
        ulong? minContextSlot = null,
        CancellationToken cancellationToken = default)
    {
        RequireHistory(commitment);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxSignaturesForAddress);
        return CallForListAsync(
            RpcJson.Default.RpcReplyIReadOnlyListSignatureInfo,
            "getSignaturesForAddress",
            writer =>
            {
                writer.WriteStringValue(address.ToString());
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot, more =>
                {
                    more.WriteNumber("limit"u8, limit);
                    WriteOptional(more, "before", before);
                    WriteOptional(more, "until", until);
                });
            },
            cancellationToken);
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, Signature? signature)
    {
        if (signature is not null)
        {
            writer.WriteString(name, signature.ToString());
        }
    }

    private static void WriteOptions(Utf8JsonWriter writer, SimulateOptions options)
    {
        RpcRequest.WriteBase64Encoding(writer);
        writer.WriteBoolean("sigVerify"u8, options.VerifySignatures);
        writer.WriteBoolean("replaceRecentBlockhash"u8, options.ReplaceRecentBlockhash);
        if (options.Accounts.Count > 0)
        {
            writer.WriteStartObject("accounts"u8);
            RpcRequest.WriteBase64Encoding(writer);
            writer.WritePropertyName("addresses"u8);
            RpcRequest.WriteAddresses(writer, options.Accounts);
            writer.WriteEndObject();
        }
    }

    private static void WriteOptions(Utf8JsonWriter writer, SendOptions options)
    {
        writer.WriteStartObject();
        RpcRequest.WriteBase64Encoding(writer);
        writer.WriteBoolean("skipPreflight"u8, options.SkipPreflight);
        writer.WriteString("preflightCommitment"u8, CommitmentConverter.NameOf(options.PreflightCommitment));
        if (options.MaxRetries is { } retries)
        {
            writer.WriteNumber("maxRetries"u8, retries);
        }

        if (options.MinContextSlot is { } slot)
        {
            writer.WriteNumber("minContextSlot"u8, slot);
        }

        writer.WriteEndObject();
    }
}
