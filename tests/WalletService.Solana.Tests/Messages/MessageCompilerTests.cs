using FsCheck.Fluent;
using WalletService.Solana.Encoding;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Solana.Tests.Messages;

public sealed class MessageCompilerTests
{
    [Fact]
    public void Compiles_the_vectors_to_the_byte()
    {
        Assert.Equal(
            TransferVectors.Legacy,
            Hex(MessageCompiler.CompileLegacy(TestKeys.Address1, [TransferVectors.Transfer], TestKeys.Blockhash)));
        Assert.Equal(
            TransferVectors.V0,
            Hex(MessageCompiler.CompileV0(TestKeys.Address1, [TransferVectors.Transfer], TestKeys.Blockhash)));
        Assert.Equal(
            TransferVectors.V0WithBudget,
            Hex(MessageCompiler.CompileV0(
                TestKeys.Address1,
                [
                    ComputeBudgetProgram.SetComputeUnitLimit(450),
                    ComputeBudgetProgram.SetComputeUnitPrice(10_000),
                    TransferVectors.Transfer,
                ],
                TestKeys.Blockhash)));
    }

    [Fact]
    public void Orders_addresses_by_class_and_then_as_the_javascript_clients_do()
    {
        var rest = new string('1', 42);
        var digit = Address.Parse("9" + rest);
        var lower = Address.Parse("a" + rest);
        var upper = Address.Parse("A" + rest);
        var last = Address.Parse("B" + rest);
        var program = TestKeys.Address3;
        var instruction = new Instruction(
            program,
            [
                AccountMeta.Writable(last),
                AccountMeta.Writable(upper),
                AccountMeta.Writable(lower),
                AccountMeta.Writable(digit),
                AccountMeta.ReadonlySigner(TestKeys.Address2),
            ],
            new byte[] { 1 });

        var message = MessageCompiler.CompileLegacy(TestKeys.Address1, [instruction], TestKeys.Blockhash);

        Assert.Equal([TestKeys.Address1, TestKeys.Address2, digit, lower, upper, last, program], message.Addresses);
        Assert.Equal(new MessageHeader(2, 1, 1), message.Header);
        Assert.Equal([5, 4, 3, 2, 1], message.Instructions[0].AccountIndexes.ToArray());
    }

    [Fact]
    public void Gives_an_account_every_right_that_any_instruction_asks_for()
    {
        var instruction = new Instruction(
            SystemProgram.Id,
            [AccountMeta.Readonly(TestKeys.Address2), AccountMeta.ReadonlySigner(TestKeys.Address2), AccountMeta.Writable(TestKeys.Address2)],
            default);
        var message = MessageCompiler.CompileLegacy(TestKeys.Address1, [instruction], TestKeys.Blockhash);
        Assert.Equal(new MessageHeader(2, 0, 1), message.Header);
        Assert.True(message.IsSigner(1));
        Assert.True(message.IsWritable(1));
        Assert.False(message.IsWritable(2));
    }

    [Fact]
    public void Loads_accounts_from_lookup_tables_but_never_signers_or_programs()
    {
        var writable = Address.FromBytes(Enumerable.Repeat((byte)7, 32).ToArray());
        var readable = Address.FromBytes(Enumerable.Repeat((byte)8, 32).ToArray());
        var table = new LookupTable(TestKeys.Address3, [TestKeys.Address1, SystemProgram.Id, readable, TestKeys.Address2, writable]);
        var instruction = new Instruction(
            SystemProgram.Id,
            [AccountMeta.Readonly(readable), AccountMeta.Writable(writable), AccountMeta.ReadonlySigner(TestKeys.Address2)],
            default);

        var message = MessageCompiler.CompileV0(TestKeys.Address1, [instruction], TestKeys.Blockhash, [table]);

        Assert.Equal([TestKeys.Address1, TestKeys.Address2, SystemProgram.Id], message.Addresses);
        var lookup = Assert.Single(message.Lookups);
        Assert.Equal(TestKeys.Address3, lookup.Table);
        Assert.Equal([4], lookup.WritableIndexes.ToArray());
        Assert.Equal([2], lookup.ReadonlyIndexes.ToArray());
        Assert.Equal([4, 3, 1], message.Instructions[0].AccountIndexes.ToArray());

        var decompiled = message.Decompile(new LoadedAddresses([writable], [readable]));
        Assert.Equal(instruction.Accounts, decompiled[0].Accounts);
    }

    [Fact]
    public void Refuses_what_does_not_fit_in_a_packet()
    {
        // 1,232 bytes less the signature, its count, the header, two keys, the blockhash and the lengths leave 1,062 bytes of memo.
        var fits = MemoProgram.Memo(new string('m', 1062));
        Assert.Equal(
            WireLimits.MaxTransactionLength,
            MessageCompiler.CompileLegacy(TestKeys.Address1, [fits], TestKeys.Blockhash).TransactionLength);
        Assert.Throws<WireFormatException>(() =>
            MessageCompiler.CompileLegacy(TestKeys.Address1, [MemoProgram.Memo(new string('m', 1063))], TestKeys.Blockhash));
        Assert.Throws<WireFormatException>(() => MessageCompiler.CompileLegacy(
            TestKeys.Address1, [.. Enumerable.Repeat(MemoProgram.Memo("m"), 65)], TestKeys.Blockhash));
    }

    [Theory]
    [InlineData(0, 215)]
    [InlineData(1, 217)]
    [InlineData(3, 269)]
    public void Makes_transfers_of_the_known_sizes(int kind, int length)
    {
        IReadOnlyList<Instruction> budget = [ComputeBudgetProgram.SetComputeUnitLimit(450), ComputeBudgetProgram.SetComputeUnitPrice(1)];
        var message = kind == 0
            ? MessageCompiler.CompileLegacy(TestKeys.Address1, [TransferVectors.Transfer], TestKeys.Blockhash)
            : MessageCompiler.CompileV0(TestKeys.Address1, [.. budget.Take(kind - 1), TransferVectors.Transfer], TestKeys.Blockhash);
        Assert.Equal(length, message.TransactionLength);
    }

    [Fact]
    public void Compiles_what_it_parses_back_to_the_same_bytes_and_instructions() =>
        FsCheck.Check.One(
            FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll<int>(seed =>
            {
                var random = new RandomMessages(seed);
                var (feePayer, instructions, _) = random.Next();
                var message = seed % 2 == 0
                    ? MessageCompiler.CompileLegacy(feePayer, instructions, random.Blockhash())
                    : MessageCompiler.CompileV0(feePayer, instructions, random.Blockhash());
                var bytes = Transaction.Create(message).Serialize();
                var parsed = Transaction.Parse(bytes);
                return parsed.Serialize().AsSpan().SequenceEqual(bytes)
                    && parsed.Message.Serialize().AsSpan().SequenceEqual(message.Bytes.Span)
                    && parsed.Message.FeePayer == feePayer
                    && parsed.Message.Decompile().Zip(instructions).All(pair => AsksForAtLeast(pair.First, pair.Second));
            }));

    /// <summary>An account has the rights that any instruction of the message asks for, so it may have more than this one asks.</summary>
    private static bool AsksForAtLeast(Instruction parsed, Instruction asked) =>
        parsed.ProgramId == asked.ProgramId
        && parsed.Data.Span.SequenceEqual(asked.Data.Span)
        && parsed.Accounts.Count == asked.Accounts.Count
        && parsed.Accounts.Zip(asked.Accounts).All(pair =>
            pair.First.Address == pair.Second.Address
            && (pair.First.IsSigner || !pair.Second.IsSigner)
            && (pair.First.IsWritable || !pair.Second.IsWritable));

    private static string Hex(Message message) => Convert.ToHexStringLower(message.Serialize());
}
