using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Encoding;

namespace WalletService.Solana.Messages;

/// <summary>
/// What is signed: addresses, a lifetime and instructions. A message that was parsed keeps its bytes as they came, and those are
/// what <see cref="Bytes"/> gives and what must be signed.
/// </summary>
public sealed class Message
{
    private readonly Lazy<ReadOnlyMemory<byte>> bytes;

    internal Message(MessageContent content, byte[]? original = null)
    {
        Version = content.Version;
        Header = content.Header;
        Addresses = content.Addresses;
        Blockhash = content.Blockhash;
        Instructions = content.Instructions;
        Lookups = content.Lookups;
        Configuration = content.Configuration;
        bytes = new Lazy<ReadOnlyMemory<byte>>(() => original ?? Serialize());
    }

    public MessageVersion Version { get; }

    public MessageHeader Header { get; }

    /// <summary>The addresses in the message itself, without those loaded from lookup tables.</summary>
    public IReadOnlyList<Address> Addresses { get; }

    /// <summary>A recent blockhash, or a nonce account's stored value.</summary>
    public Blockhash Blockhash { get; }

    public IReadOnlyList<CompiledInstruction> Instructions { get; }

    /// <summary>Empty but in v0 messages.</summary>
    public IReadOnlyList<AddressLookup> Lookups { get; }

    /// <summary>Null but in v1 messages.</summary>
    public MessageConfiguration? Configuration { get; }

    /// <summary>The bytes to sign: as they were parsed, or as compiled.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes.Value;

    public Address FeePayer => Addresses[0];

    /// <summary>The addresses that must sign, in the order of the transaction's signatures.</summary>
    public IEnumerable<Address> RequiredSigners => Addresses.Take(Header.RequiredSignatures);

    /// <summary>The length in bytes of the whole transaction, signatures included.</summary>
    public int TransactionLength => WireLimits.TransactionLength(Version, Bytes.Length, Header.RequiredSignatures);

    /// <exception cref="WireFormatException">Not exactly one well-formed message.</exception>
    public static Message Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var content = MessageDecoder.Read(ref reader);
        reader.ExpectEnd();
        return Create(content, bytes);
    }

    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Message? message)
    {
        try
        {
            message = Parse(bytes);
            return true;
        }
        catch (WireFormatException)
        {
            message = null;
            return false;
        }
    }

    /// <summary>The same message with another lifetime; signatures over this one do not hold for it.</summary>
    public Message WithBlockhash(Blockhash blockhash) => new(new MessageContent
    {
        Version = Version,
        Header = Header,
        Addresses = Addresses,
        Blockhash = blockhash,
        Instructions = Instructions,
        Lookups = Lookups,
        Configuration = Configuration,
    });

    /// <summary>Encodes the content anew; for a parsed message this equals <see cref="Bytes"/>.</summary>
    public byte[] Serialize() => MessageEncoder.Encode(this);

    /// <summary>Whether the address of this index, below the number of own addresses, must sign.</summary>
    public bool IsSigner(int index) => index < Header.RequiredSignatures;

    /// <summary>
    /// Whether the message asks to write the account of this index. Loaded addresses follow the message's own: all writable
    /// ones, then all read-only ones. The runtime still demotes programs and reserved accounts to read only.
    /// </summary>
    public bool IsWritable(int index)
    {
        if (index >= Addresses.Count)
        {
            return index < Addresses.Count + Lookups.Sum(lookup => lookup.WritableIndexes.Length);
        }

        return index < Header.RequiredSignatures
            ? index < Header.RequiredSignatures - Header.ReadonlySigned
            : index < Addresses.Count - Header.ReadonlyUnsigned;
    }

    /// <summary>The instructions with their accounts by address.</summary>
    /// <param name="loaded">What the lookup tables gave; needed when the message uses any.</param>
    /// <exception cref="InvalidOperationException">The message loads other numbers of addresses than were given.</exception>
    public IReadOnlyList<Instruction> Decompile(LoadedAddresses? loaded = null)
    {
        loaded ??= LoadedAddresses.None;
        if (loaded.Writable.Count != Lookups.Sum(lookup => lookup.WritableIndexes.Length)
            || loaded.Readonly.Count != Lookups.Sum(lookup => lookup.ReadonlyIndexes.Length))
        {
            throw new InvalidOperationException("The loaded addresses are not those that the message's lookup tables call for.");
        }

        var all = new List<Address>([.. Addresses, .. loaded.Writable, .. loaded.Readonly]);
        return [.. Instructions.Select(instruction => new Instruction(
            all[instruction.ProgramIndex],
            [.. instruction.AccountIndexes.ToArray().Select(index => new AccountMeta(all[index], IsSigner(index), IsWritable(index)))],
            instruction.Data))];
    }

    internal static Message Create(MessageContent content, ReadOnlySpan<byte> original)
    {
        MessageRules.Check(content);
        WireLimits.CheckTransactionLength(content.Version, original.Length, content.Header.RequiredSignatures);
        return new Message(content, original.ToArray());
    }
}
