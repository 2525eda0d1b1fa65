using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Encoding;
using WalletService.Solana.Messages;

namespace WalletService.Solana.Transactions;

/// <summary>A message and the signatures over it. Immutable: adding a signature gives another transaction over the same bytes.</summary>
public sealed class Transaction
{
    private readonly Signature[] signatures;

    private Transaction(Message message, Signature[] signatures)
    {
        Message = message;
        this.signatures = signatures;
    }

    /// <summary>One for each required signer, in the same order; <see cref="Signature.Empty"/> where it is missing.</summary>
    public IReadOnlyList<Signature> Signatures => signatures;

    public Message Message { get; }

    /// <summary>What every signer signs: the message's bytes exactly as they were parsed or compiled.</summary>
    public ReadOnlyMemory<byte> MessageBytes => Message.Bytes;

    /// <summary>The addresses that must sign, the fee payer first.</summary>
    public IReadOnlyList<Address> RequiredSigners => [.. Message.RequiredSigners];

    /// <summary>The fee payer's signature, by which the network knows the transaction; empty until it has been made.</summary>
    public Signature Id => signatures[0];

    /// <summary>The required signers whose signature is missing.</summary>
    public IReadOnlyList<Address> MissingSigners => [.. RequiredSigners.Where((_, index) => signatures[index].IsEmpty)];

    /// <summary>A transaction without signatures.</summary>
    public static Transaction Create(Message message) =>
        new(message, [.. Enumerable.Repeat(Signature.Empty, message.Header.RequiredSignatures)]);

    /// <exception cref="WireFormatException">Not exactly one well-formed transaction.</exception>
    public static Transaction Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > WireLimits.MaxV1TransactionLength)
        {
            throw new WireFormatException($"A transaction takes at most {WireLimits.MaxV1TransactionLength} bytes, not {bytes.Length}.");
        }

        return bytes is [MessageDecoder.V1Prefix, ..] ? ParseV1(bytes) : ParseLegacyOrV0(bytes);
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Transaction? transaction)
    {
        try
        {
            transaction = Parse(bytes);
            return true;
        }
        catch (WireFormatException)
        {
            transaction = null;
            return false;
        }
    }

    /// <summary>The bytes to send.</summary>
    public byte[] Serialize()
    {
        var writer = new WireWriter();
        if (Message.Version == MessageVersion.V1)
        {
            writer.Write(MessageBytes.Span);
            WriteSignatures(writer);
        }
        else
        {
            writer.WriteLength(signatures.Length);
            WriteSignatures(writer);
            writer.Write(MessageBytes.Span);
        }

        return writer.ToArray();
    }

    /// <summary>The same transaction with the signature of the signer at <paramref name="index"/> set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such signer.</exception>
    public Transaction WithSignature(int index, Signature signature)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, signatures.Length);
        var changed = signatures.ToArray();
        changed[index] = signature;
        return new Transaction(Message, changed);
    }

    /// <summary>Where an address stands among the required signers; null when it need not sign.</summary>
    public int? SignerIndex(Address address)
    {
        for (var i = 0; i < signatures.Length; i++)
        {
            if (Message.Addresses[i] == address)
            {
                return i;
            }
        }

        return null;
    }

    /// <summary>Whether the signature of the signer at <paramref name="index"/> is there and right.</summary>
    public bool IsSignedBy(int index) =>
        Ed25519.Verify(Message.Addresses[index].Span, MessageBytes.Span, signatures[index].Span);

    private static Transaction ParseLegacyOrV0(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var read = ReadSignatures(ref reader, reader.ReadLength("signatures"));
        var message = Message.Parse(bytes[reader.Position..]);
        if (message.Version == MessageVersion.V1)
        {
            throw new WireFormatException("A v1 message comes before its signatures, not behind them.");
        }

        return read.Length == message.Header.RequiredSignatures
            ? new Transaction(message, read)
            : throw new WireFormatException(
                $"The transaction has {read.Length} signatures, but its message requires {message.Header.RequiredSignatures}.");
    }

    private static Transaction ParseV1(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var content = MessageDecoder.Read(ref reader);
        var message = Message.Create(content, bytes[..reader.Position]);
        var read = ReadSignatures(ref reader, message.Header.RequiredSignatures);
        reader.ExpectEnd();
        return new Transaction(message, read);
    }

    private static Signature[] ReadSignatures(ref WireReader reader, int count)
    {
        var all = reader.Read(count * Signature.Length, "the signatures");
        var read = new Signature[count];
        for (var i = 0; i < count; i++)
        {
            read[i] = Signature.FromBytes(all.Slice(i * Signature.Length, Signature.Length));
        }

        return read;
    }

    private void WriteSignatures(WireWriter writer)
    {
        foreach (var signature in signatures)
        {
            writer.Write(signature.Span);
        }
    }
}
