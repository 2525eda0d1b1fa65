using WalletService.Solana.Encoding;

namespace WalletService.Solana.Messages;

/// <summary>
/// Turns instructions into a message. Addresses come in the order of the network's classes (writable signers with the fee payer
/// first, read-only signers, writable, read-only) and within a class as <see cref="AddressOrder"/> says, so that the same
/// instructions always give the same bytes.
/// </summary>
public static class MessageCompiler
{
    /// <exception cref="WireFormatException">The instructions do not fit in one legacy transaction.</exception>
    public static Message CompileLegacy(Address feePayer, IReadOnlyList<Instruction> instructions, Blockhash blockhash) =>
        Compile(MessageVersion.Legacy, feePayer, instructions, blockhash, []);

    /// <summary>
    /// Accounts found in a lookup table are loaded from the first table that has them, except signers and invoked programs, which
    /// must stand in the message itself.
    /// </summary>
    /// <exception cref="WireFormatException">The instructions do not fit in one v0 transaction.</exception>
    public static Message CompileV0(
        Address feePayer,
        IReadOnlyList<Instruction> instructions,
        Blockhash blockhash,
        IReadOnlyList<LookupTable>? lookupTables = null) =>
        Compile(MessageVersion.V0, feePayer, instructions, blockhash, lookupTables ?? []);

    private static Message Compile(
        MessageVersion version,
        Address feePayer,
        IReadOnlyList<Instruction> instructions,
        Blockhash blockhash,
        IReadOnlyList<LookupTable> lookupTables)
    {
        var accounts = AccountSet.Collect(feePayer, instructions);
        accounts.LoadFrom(lookupTables);
        var (signers, others) = accounts.OrderedStatic();
        var lookups = accounts.OrderedLookups();
        var indexes = Number(signers.Concat(others), lookups);

        var content = new MessageContent
        {
            Version = version,
            Header = new MessageHeader(
                CheckedByte(signers.Count),
                CheckedByte(signers.Count(account => !account.IsWritable)),
                CheckedByte(others.Count(account => !account.IsWritable))),
            Addresses = [.. signers.Concat(others).Select(account => account.Address)],
            Blockhash = blockhash,
            Instructions = [.. instructions.Select(instruction => new CompiledInstruction
            {
                ProgramIndex = indexes[instruction.ProgramId],
                AccountIndexes = instruction.Accounts.Select(account => indexes[account.Address]).ToArray(),
                Data = instruction.Data,
            })],
            Lookups = [.. lookups.Select(group => new AddressLookup
            {
                Table = group.Table,
                WritableIndexes = group.Accounts.Where(account => account.IsWritable).Select(account => account.TableIndex).ToArray(),
                ReadonlyIndexes = group.Accounts.Where(account => !account.IsWritable).Select(account => account.TableIndex).ToArray(),
            })],
        };

        MessageRules.Check(content);
        var message = new Message(content);
        WireLimits.CheckTransactionLength(version, message.Bytes.Length, message.Header.RequiredSignatures);
        return message;
    }

    /// <summary>Numbers the message's own addresses, then all loaded writable ones, then all loaded read-only ones.</summary>
    private static Dictionary<Address, byte> Number(
        IEnumerable<AccountSet.Account> statics,
        IReadOnlyList<(Address Table, IReadOnlyList<AccountSet.Account> Accounts)> lookups)
    {
        var loaded = lookups.SelectMany(group => group.Accounts).ToList();
        var ordered = statics.Concat(loaded.Where(account => account.IsWritable)).Concat(loaded.Where(account => !account.IsWritable));
        var indexes = new Dictionary<Address, byte>();
        foreach (var account in ordered)
        {
            indexes.Add(account.Address, CheckedByte(indexes.Count));
        }

        return indexes;
    }

    private static byte CheckedByte(int value) =>
        value <= byte.MaxValue ? (byte)value : throw new WireFormatException("The instructions use more accounts than a message can number.");
}
