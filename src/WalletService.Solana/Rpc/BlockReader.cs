using System.Buffers;
using System.Text.Json;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>
/// Reads the answer to <c>getBlock</c> (with <c>transactionDetails: "accounts"</c>) piece by piece as it arrives. Each transaction is
/// walked over token by token; only one that mentions an address of the filter, as an account or as the owner of a token account, is
/// made an object. A block of mainnet has a few megabytes; kept is one network read and the transaction at its end.
/// </summary>
internal sealed class BlockReader(IAddressFilter filter) : IDisposable
{
    private const int FirstBufferSize = 128 * 1024;
    private const int SmallestRead = 32 * 1024;
    private const int ShortestAddress = 32;
    private const int LongestAddress = 44;

    /// <summary>Depths of the JSON tokens: <c>{"result":{"transactions":[{"meta":…}]}}</c>.</summary>
    private const int ReplyDepth = 1;
    private const int ResultDepth = 2;
    private const int TransactionsDepth = 3;

    private readonly List<BlockTransaction> wanted = [];
    private byte[] buffer = ArrayPool<byte>.Shared.Rent(FirstBufferSize);
    private int start;
    private int end;
    private JsonReaderState state;
    private Field replyField;
    private Field field;
    private int transactionCount;
    private bool hasTransactions;
    private bool isNull;
    private bool isComplete;
    private Blockhash? blockhash;
    private Blockhash? previousBlockhash;
    private ulong? parentSlot;
    private long? blockTime;
    private int errorCode;
    private string? errorMessage;

    private enum Field
    {
        Other,
        Result,
        Error,
        Blockhash,
        PreviousBlockhash,
        ParentSlot,
        BlockTime,
        Transactions,
        Code,
        Message,
    }

    /// <summary>Bytes taken so far.</summary>
    public long Length { get; private set; }

    /// <summary>The node's error, if it answered with one.</summary>
    public RpcError? Error => errorMessage is null && errorCode == 0 ? null : new RpcError { Code = errorCode, Message = errorMessage ?? string.Empty };

    /// <summary>Null when the node answered that it has no such block.</summary>
    public ScannedBlock? Block { get; private set; }

    /// <summary>Where the next bytes of the answer go.</summary>
    public Memory<byte> GetMemory()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (buffer.Length - end < SmallestRead)
        {
            var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
            buffer.AsSpan(0, end).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        return buffer.AsMemory(end);
    }

    /// <summary>Reads on with the bytes just put into <see cref="GetMemory"/>.</summary>
    /// <exception cref="JsonException">This is not a reply with a block.</exception>
    public void Take(int count)
    {
        Length += count;
        end += count;
        Read(isFinal: false);
    }

    /// <exception cref="JsonException">The reply broke off, or lacks what a block must have.</exception>
    public void Complete()
    {
        Read(isFinal: true);
        if (!isComplete)
        {
            throw new JsonException("The reply is not complete.");
        }

        if (Error is not null || isNull)
        {
            return;
        }

        Block = new ScannedBlock
        {
            Blockhash = blockhash ?? throw Missing("blockhash"),
            PreviousBlockhash = previousBlockhash ?? throw Missing("previousBlockhash"),
            ParentSlot = parentSlot ?? throw Missing("parentSlot"),
            BlockTime = blockTime,
            TransactionCount = hasTransactions ? transactionCount : throw Missing("transactions"),
            Transactions = wanted,
        };
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    private static JsonException Missing(string name) => new($"The block has no {name}.");

    private void Read(bool isFinal)
    {
        var reader = new Utf8JsonReader(buffer.AsSpan(start, end - start), isFinal, state);
        var before = reader;
        while (reader.Read())
        {
            if (IsTransaction(in reader))
            {
                if (!TryTakeTransaction(ref reader))
                {
                    // Begun but not all here: it is read again from its start when more has come.
                    reader = before;
                    break;
                }
            }
            else
            {
                TakeToken(ref reader);
            }

            before = reader;
        }

        start += (int)reader.BytesConsumed;
        state = reader.CurrentState;
    }

    private bool IsTransaction(in Utf8JsonReader reader) =>
        field == Field.Transactions && reader.CurrentDepth == TransactionsDepth && reader.TokenType == JsonTokenType.StartObject;

    private void TakeToken(ref Utf8JsonReader reader)
    {
        var isName = reader.TokenType == JsonTokenType.PropertyName;
        switch (reader.CurrentDepth)
        {
            case 0 when reader.TokenType == JsonTokenType.EndObject:
                isComplete = true;
                break;
            case 0 when reader.TokenType != JsonTokenType.StartObject:
                throw new JsonException("The reply is not an object.");
            case ReplyDepth when isName:
                replyField = ReplyFieldOf(in reader);
                field = Field.Other;
                break;
            case ReplyDepth when replyField == Field.Result && reader.TokenType == JsonTokenType.Null:
                isNull = true;
                break;
            case ResultDepth when isName:
                field = FieldOf(in reader);
                break;
            case ResultDepth:
                TakeValue(ref reader);
                break;
            default:
                // Deeper down, and no transaction: nothing that matters.
                break;
        }
    }

    private static Field ReplyFieldOf(in Utf8JsonReader reader) =>
        reader.ValueTextEquals("result"u8) ? Field.Result : reader.ValueTextEquals("error"u8) ? Field.Error : Field.Other;

    private Field FieldOf(in Utf8JsonReader reader)
    {
        if (replyField == Field.Error)
        {
            return reader.ValueTextEquals("code"u8) ? Field.Code : reader.ValueTextEquals("message"u8) ? Field.Message : Field.Other;
        }

        return replyField != Field.Result ? Field.Other
            : reader.ValueTextEquals("transactions"u8) ? Field.Transactions
            : reader.ValueTextEquals("blockhash"u8) ? Field.Blockhash
            : reader.ValueTextEquals("previousBlockhash"u8) ? Field.PreviousBlockhash
            : reader.ValueTextEquals("parentSlot"u8) ? Field.ParentSlot
            : reader.ValueTextEquals("blockTime"u8) ? Field.BlockTime
            : Field.Other;
    }

    private void TakeValue(ref Utf8JsonReader reader)
    {
        switch (field)
        {
            case Field.Blockhash:
                blockhash = ReadHash(in reader);
                break;
            case Field.PreviousBlockhash:
                previousBlockhash = ReadHash(in reader);
                break;
            case Field.ParentSlot when reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out var slot):
                parentSlot = slot;
                break;
            case Field.BlockTime when reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var time):
                blockTime = time;
                break;
            case Field.Transactions:
                hasTransactions |= reader.TokenType == JsonTokenType.StartArray;
                break;
            case Field.Code when reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var code):
                errorCode = code;
                break;
            case Field.Message when reader.TokenType == JsonTokenType.String:
                errorMessage = reader.GetString();
                break;
            default:
                break;
        }
    }

    private static Blockhash ReadHash(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && Blockhash.TryParse(reader.GetString(), out var hash)
            ? hash
            : throw new JsonException("A blockhash is not base58 of 32 bytes.");

    /// <summary>Walks over one transaction; false when its end has not arrived.</summary>
    private bool TryTakeTransaction(ref Utf8JsonReader reader)
    {
        var first = (int)reader.TokenStartIndex;
        var depth = reader.CurrentDepth;
        var isWanted = false;
        var hasMeta = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMeta = reader.CurrentDepth == depth + 1 && reader.ValueTextEquals("meta"u8);
                var isAddress = !isWanted && (reader.ValueTextEquals("pubkey"u8) || reader.ValueTextEquals("owner"u8));
                if (!reader.Read())
                {
                    return false;
                }

                hasMeta |= isMeta && reader.TokenType == JsonTokenType.StartObject;
                isWanted |= isAddress && MayMatter(in reader);
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth)
            {
                Add(buffer.AsSpan(start + first, (int)reader.BytesConsumed - first), isWanted, hasMeta);
                return true;
            }
        }

        return false;
    }

    private bool MayMatter(in Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        // Base58 needs no escapes; where a node writes some all the same, the serializer decides.
        return reader.ValueIsEscaped
            || (reader.ValueSpan.Length is >= ShortestAddress and <= LongestAddress && filter.MayContain(reader.ValueSpan));
    }

    private void Add(ReadOnlySpan<byte> json, bool isWanted, bool hasMeta)
    {
        transactionCount++;
        if (!hasMeta)
        {
            // Without it nobody can say whose token accounts it touched.
            throw new JsonException("A transaction has no meta: the node has not kept what it did.");
        }

        if (isWanted)
        {
            wanted.Add(Checked(JsonSerializer.Deserialize(json, RpcJson.Default.BlockTransaction)));
        }
    }

    /// <summary>A transaction whose balances can be told apart by account.</summary>
    private static BlockTransaction Checked(BlockTransaction? transaction)
    {
        if (transaction is not { Meta: { PreTokenBalances: { } tokensBefore, PostTokenBalances: { } tokensAfter } meta })
        {
            throw new JsonException("A transaction has no token balances: the node has not kept what it did.");
        }

        var accounts = transaction.Transaction.AccountKeys.Count;
        if (transaction.Transaction.Signatures.Count == 0
            || accounts == 0
            || meta.PreBalances.Count != accounts
            || meta.PostBalances.Count != accounts
            || tokensBefore.Concat(tokensAfter).Any(balance => balance.AccountIndex < 0 || balance.AccountIndex >= accounts || balance.Owner is null))
        {
            throw new JsonException("A transaction has balances that do not belong to its accounts.");
        }

        return transaction;
    }
}
