using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.TestKit.Fakes;

/// <summary>
/// A chain in memory with the rules that matter to transfers: bytes execute at most once, a blockhash ends, a node may drop, delay or
/// lie by omission. Time is its block height, moved by <see cref="Advance"/>.
/// </summary>
public sealed partial class FakeLedger
    : ILedgerReader, ITokenLedger, ITransferTransactions, ICallerTransactions, IOffchainMessages, ITransactionInspector, ITransactionNetwork
{
    public const ulong Fee = 5_000;
    public const ulong RentMinimum = 650_240;
    private const ulong BlockhashLife = 150;
    private readonly ConcurrentDictionary<string, ulong> balances = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Landing> landed = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private ulong height = 1_000;

    /// <summary>Whether what is sent executes at once and is finalized (the quick chain of tests that look elsewhere).</summary>
    public bool FinalizesAtOnce { get; set; } = true;

    /// <summary>Whether each execution makes a block of its own, so that what was read before it is known to be older.</summary>
    public bool MakesBlockEach { get; set; }

    /// <summary>Answers sends instead of the chain while it is set; return null to let the send through.</summary>
    public Func<TransferAttempt, SendOutcome?>? OnSend { get; set; }

    /// <summary>What a node says of a payment's facts in place of the truth, by the slot that was asked for at least.</summary>
    public Func<TransferFacts, ulong, TransferFacts>? OnFacts { get; set; }

    /// <summary>Thrown by every read while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Whom the messages that are built pay, whatever was ordered: a bug, or worse.</summary>
    public SolanaAddress? PaysInstead { get; set; }

    public ConcurrentDictionary<string, RecipientKind> Kinds { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<(TransactionSignature Signature, bool Preflight)> Sends { get; } = new();

    public TokenHoldings Tokens { get; set; } = new([], 0);

    public int BalanceReads => balanceReads;

    private int balanceReads;

    public ulong Height => Volatile.Read(ref height);

    public int Executions => landed.Count;

    public ulong BalanceOf(SolanaAddress address) => balances.GetValueOrDefault(address.Value);

    public void Fund(SolanaAddress address, ulong lamports) => balances.AddOrUpdate(address.Value, lamports, (_, old) => old + lamports);

    /// <summary>Leaves the account with this much.</summary>
    public void Drain(SolanaAddress address, ulong lamports) => balances[address.Value] = lamports;

    /// <summary>Moves the chain on; what has landed becomes finalized after 32 blocks.</summary>
    public void Advance(ulong blocks) => Interlocked.Add(ref height, blocks);

    /// <summary>Executes the attempt's bytes as a leader would, if its blockhash is still valid and it has not been executed.</summary>
    public bool Execute(TransferAttempt attempt)
    {
        var message = FakeMessage.Parse(attempt.WireTransaction[TransactionSignature.Length..]);
        lock (gate)
        {
            if (landed.ContainsKey(attempt.Signature.Value) || Height > attempt.LastValidBlockHeight + 1)
            {
                return false;
            }

            if (MakesBlockEach)
            {
                Advance(1);
            }

            var before = (Source: balances.GetValueOrDefault(message.Source), Recipient: balances.GetValueOrDefault(message.Recipient));
            var tokensBefore = HoldingsOf(message);
            var failed = before.Source < TotalOf(message) + Fee || !MoveTokens(message);
            balances[message.Source] = before.Source - Fee - (failed ? 0 : TotalOf(message));
            balances[message.Recipient] = before.Recipient + (failed ? 0 : message.Lamports + RentReturned(message));
            if (!failed)
            {
                PayOthers(message);
            }

            landed[attempt.Signature.Value] = new Landing(
                Height,
                failed ? """{"InstructionError":[2,{"Custom":1}]}""" : null,
                before.Source,
                balances[message.Source],
                before.Recipient,
                balances[message.Recipient],
                BalancesOf(tokensBefore, HoldingsOf(message)));
            return true;
        }
    }

    public Task<LedgerBalance> GetBalanceAsync(SolanaAddress address, Commitment commitment, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref balanceReads);
        ThrowWhenFailing();
        return Task.FromResult(new LedgerBalance(new Lamports(BalanceOf(address)), Height));
    }

    public Task<TokenHoldings> GetTokensAsync(SolanaAddress owner, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        return Task.FromResult(Tokens with { Slot = Height });
    }

    public Task<TransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, ulong minimumSlot, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        var balance = BalanceOf(recipient);
        var kind = Kinds.GetValueOrDefault(recipient.Value, balance == 0 ? RecipientKind.Missing : RecipientKind.Wallet);
        var facts = new TransferFacts(
            Height,
            new Lamports(BalanceOf(source)),
            new Lamports(RentMinimum),
            new RecipientAccount(Ed25519.IsOnCurve(recipient.Bytes.Span), kind, new Lamports(balance)),
            new Lamports(RentMinimum));
        return Task.FromResult(OnFacts?.Invoke(facts, minimumSlot) ?? facts);
    }

    public Task<TransferQuote> QuoteAsync(TransferOrder order, FeeQuote? previous, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        return Task.FromResult<TransferQuote>(new TransferQuote.Priced(new FeeQuote(new Lamports(Fee), 450, (previous?.ComputeUnitPrice ?? 0) + 1)));
    }

    public Task<UnsignedTransfer> BuildAsync(TransferOrder order, FeeQuote quote, uint variation, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        var message = MessageOf(order, variation);
        message = PaysInstead is { } other ? message with { Recipient = other.Value } : message;
        return Task.FromResult(new UnsignedTransfer(message.ToBytes(), $"blockhash-{Height}", Height + BlockhashLife, Height));
    }

    public string? FindDifference(ReadOnlyMemory<byte> message, TransferOrder order, FeeQuote quote)
    {
        var parsed = FakeMessage.Parse(message);
        var ordered = MessageOf(order, parsed.Variation) with { BlockHeight = parsed.BlockHeight };
        return parsed == ordered ? null : "the message is another one";
    }

    public ReadOnlyMemory<byte> Assemble(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> signature)
    {
        var source = SolanaAddress.Parse(FakeMessage.Parse(message).Source);
        return Ed25519.Verify(source.Bytes.Span, message.Span, signature)
            ? (byte[])[.. signature, .. message.Span]
            : throw new ArgumentException("The signature does not verify.", nameof(signature));
    }

    public Task<TransactionSimulation> SimulateAsync(
        ReadOnlyMemory<byte> wireTransaction, SolanaAddress wallet, ulong minimumSlot, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        var message = FakeMessage.Parse(wireTransaction[TransactionSignature.Length..]);
        var before = new Lamports(BalanceOf(wallet));
        var error = before.Value < message.Lamports + Fee ? """{"InstructionError":[0,{"Custom":1}]}""" : null;
        var after = error is null ? before - new Lamports(message.Lamports + Fee) : before;
        return Task.FromResult(new TransactionSimulation(Height, error, ["Program 11111111111111111111111111111111 invoke [1]"], 150, before, after, new Lamports(Fee))
        {
            Tokens = [],
        });
    }

    public Task<BlockhashLife?> FindLifeAsync(string blockhash, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        var taken = ulong.Parse(blockhash["blockhash-".Length..], CultureInfo.InvariantCulture);
        return Task.FromResult(Height <= taken + BlockhashLife ? new BlockhashLife(taken + BlockhashLife, Height) : null);
    }

    /// <summary>A transaction as a caller would build it: an empty signature and the message.</summary>
    public ReadOnlyMemory<byte> CallerTransaction(SolanaAddress source, SolanaAddress recipient, ulong lamports, ulong? blockhashHeight = null) =>
        (byte[])[.. new byte[TransactionSignature.Length], .. new FakeMessage(source.Value, recipient.Value, lamports, null, blockhashHeight ?? Height, 0).ToBytes()];

    public bool TryInspect(
        ReadOnlyMemory<byte> wireTransaction,
        [NotNullWhen(true)] out InspectedTransaction? transaction,
        [NotNullWhen(false)] out string? reason)
    {
        transaction = wireTransaction.Length > TransactionSignature.Length
            && FakeMessage.TryParse(wireTransaction[TransactionSignature.Length..], out var message)
                ? new InspectedTransaction(
                    wireTransaction,
                    wireTransaction[TransactionSignature.Length..],
                    [SolanaAddress.Parse(message.Source)],
                    $"blockhash-{message.BlockHeight}",
                    UsesDurableNonce: false)
                : null;
        reason = transaction is null ? "is no message of this chain." : null;
        return transaction is not null;
    }

    public IReadOnlyList<SolanaAddress> FindMissingSigners(InspectedTransaction transaction) => transaction.RequiredSigners;

    public SignedByWallet AddSignature(InspectedTransaction transaction, SolanaAddress signer, ReadOnlySpan<byte> signature) => new(
        Assemble(transaction.Message, signature), TransactionSignature.FromBytes(signature), []);

    public Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken)
    {
        Sends.Enqueue((attempt.Signature, preflight));
        if (OnSend?.Invoke(attempt) is { } scripted)
        {
            return Task.FromResult(scripted);
        }

        if (landed.ContainsKey(attempt.Signature.Value))
        {
            return Task.FromResult<SendOutcome>(new SendOutcome.AlreadyProcessed());
        }

        if (FinalizesAtOnce)
        {
            Execute(attempt);
        }

        return Task.FromResult<SendOutcome>(new SendOutcome.Accepted());
    }

    public Task<IReadOnlyList<ObservedStatus?>> GetStatusesAsync(
        IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        return Task.FromResult<IReadOnlyList<ObservedStatus?>>([.. signatures.Select(StatusOf)]);
    }

    public Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            return Task.FromResult<AttemptVerdict>(new AttemptVerdict.Unknown("no node answers"));
        }

        return Task.FromResult<AttemptVerdict>(StatusOf(attempt.Signature) is { } status
            ? new AttemptVerdict.Landed(status)
            : Height > attempt.LastValidBlockHeight + 1
                ? new AttemptVerdict.Dead(Height)
                : new AttemptVerdict.Unknown("the blockhash is still valid"));
    }

    public Task<TransferExecution?> GetExecutionAsync(
        TransactionSignature signature, ExecutionParties parties, Commitment commitment, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        return Task.FromResult(landed.TryGetValue(signature.Value, out var landing)
            ? new TransferExecution
            {
                Slot = landing.Height,
                ChainError = landing.Error,
                Logs = landing.Error is null ? null : "Transfer: insufficient lamports",
                Fee = new Lamports(Fee),
                SourceBefore = new Lamports(landing.SourceBefore),
                SourceAfter = new Lamports(landing.SourceAfter),
                RecipientBefore = parties.Recipient is null ? null : new Lamports(landing.RecipientBefore),
                RecipientAfter = parties.Recipient is null ? null : new Lamports(landing.RecipientAfter),
                Tokens = landing.Tokens,
            }
            : null);
    }

    public Task WaitForHintAsync(TransactionSignature signature, CancellationToken cancellationToken) =>
        Task.Delay(Timeout.Infinite, cancellationToken);

    private ObservedStatus? StatusOf(TransactionSignature signature) => landed.TryGetValue(signature.Value, out var landing)
        ? new ObservedStatus(
            landing.Height,
            FinalizesAtOnce || Height >= landing.Height + 32 ? Commitment.Finalized
                : Height > landing.Height ? Commitment.Confirmed : Commitment.Processed,
            landing.Error)
        : null;

    private void ThrowWhenFailing()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }

    private sealed record Landing(
        ulong Height, string? Error, ulong SourceBefore, ulong SourceAfter, ulong RecipientBefore, ulong RecipientAfter, TokenBalances? Tokens);

    /// <param name="Others">Whom it pays beside the first recipient, as JSON.</param>
    /// <param name="Closed">The token account that it closes.</param>
    /// <param name="Mint">With <paramref name="Tokens"/> and what of them is withheld, when it pays tokens.</param>
    private sealed record FakeMessage(
        string Source,
        string Recipient,
        ulong Lamports,
        string? Memo,
        ulong BlockHeight,
        uint Variation,
        string? Mint = null,
        ulong Tokens = 0,
        ulong Withheld = 0,
        string? Others = null,
        string? Closed = null)
    {
        public static FakeMessage Parse(ReadOnlyMemory<byte> message) => JsonSerializer.Deserialize<FakeMessage>(message.Span)!;

        public static bool TryParse(ReadOnlyMemory<byte> message, [NotNullWhen(true)] out FakeMessage? parsed)
        {
            try
            {
                parsed = Parse(message);
            }
            catch (JsonException)
            {
                parsed = null;
            }

            return parsed is not null;
        }

        public byte[] ToBytes() => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this));
    }
}
