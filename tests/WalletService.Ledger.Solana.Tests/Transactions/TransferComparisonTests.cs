using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>The last look before a key is used: nothing but the ordered transfer passes.</summary>
[Collection(LocalnetTests.Name)]
public sealed class TransferComparisonTests(LocalnetFixture fixture)
{
    private const uint DataSizeLimit = 64 * 1024 * 1024;

    private static readonly FeeQuote Quote = new(new Lamports(5_001), 795, 1_000);
    private static readonly Address Payer = Random();
    private static readonly Address Payee = Random();
    private static readonly Blockhash Hash = Blockhash.FromBytes(Random().Span);

    private ITransferTransactions Transfers => fixture.Ledger.Transfers;

    [Theory]
    [InlineData(null)]
    [InlineData("rent for May")]
    public async Task What_was_built_agrees_for_every_variation(string? memo)
    {
        var order = Order(memo);
        foreach (var variation in (uint[])[0, 1, 500, 999])
        {
            var unsigned = await Transfers.BuildAsync(order, Quote, variation, CancellationToken.None);

            Assert.Null(Transfers.FindDifference(unsigned.Message, order, Quote));
        }
    }

    [Fact]
    public async Task Variations_beyond_the_range_are_not_built() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Transfers.BuildAsync(Order(null), Quote, 1_000, CancellationToken.None));

    [Theory]
    [InlineData(null)]
    [InlineData("rent for May")]
    public async Task Every_change_of_a_byte_is_found_but_in_the_blockhash_and_the_variation(string? memo)
    {
        var order = Order(memo);
        var original = (await Transfers.BuildAsync(order, Quote, 500, CancellationToken.None)).Message.ToArray();
        var parsed = Message.Parse(original);
        var blockhashAt = original.AsSpan().IndexOf(parsed.Blockhash.Span);
        var variationAt = original.AsSpan().IndexOf(ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(DataSizeLimit - 500).Data.Span) + 1;
        for (var position = 0; position < original.Length; position++)
        {
            for (var change = 1; change <= byte.MaxValue; change++)
            {
                var tampered = original.ToArray();
                tampered[position] ^= (byte)change;
                var isFree = (position >= blockhashAt && position < blockhashAt + Blockhash.Length)
                    || (position >= variationAt && position < variationAt + sizeof(uint) && IsVariation(tampered.AsSpan(variationAt)));

                Assert.True(
                    isFree == (Transfers.FindDifference(tampered, order, Quote) is null),
                    $"byte {position} changed by {change:x2}");
            }
        }
    }

    [Fact]
    public void Every_other_order_and_quote_is_a_difference()
    {
        var order = Order("for May");
        var message = Compile(Instructions(order));
        Assert.Null(Transfers.FindDifference(message, order, Quote));

        SolTransferOrder[] orders =
        [
            order with { Source = order.Recipient },
            order with { Parts = [order.Parts[0] with { Recipient = order.Source }] },
            order with { Parts = [order.Parts[0] with { Recipient = Random().ToDomainAddress() }] },
            order with { Parts = [order.Parts[0], order.Parts[0]] },
            order with { Parts = [] },
            order with { Parts = [order.Parts[0] with { Lamports = new Lamports(order.Lamports.Value + 1) }] },
            order with { Memo = "for June" },
            order with { Memo = null },
        ];
        Assert.All(orders, other => Assert.NotNull(Transfers.FindDifference(message, other, Quote)));
        Assert.NotNull(Transfers.FindDifference(message, order, Quote with { ComputeUnitLimit = 796 }));
        Assert.NotNull(Transfers.FindDifference(message, order, Quote with { ComputeUnitPrice = 1_001 }));
    }

    [Fact]
    public void More_fewer_or_other_instructions_are_a_difference()
    {
        var order = Order(null);
        var right = Instructions(order);
        var assign = new Instruction(SystemProgram.Id, [AccountMeta.WritableSigner(Payer)], new byte[] { 1, 0, 0, 0 });
        IReadOnlyList<Instruction>[] wrong =
        [
            [],
            [.. right, right[^1]],
            [.. right, assign],
            [assign, .. right],
            [.. right.Take(3)],
            [.. right.Skip(1)],
            [right[1], right[0], .. right.Skip(2)],
            [.. right.Take(3), SystemProgram.Transfer(Payer, Random(), 1_000_000)],
            [.. right.Take(3), MemoProgram.Memo("not ordered"), right[^1]],
            [.. right.Take(3), assign],
            [right[0], right[1], ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(1), right[^1]],
            [.. right.Take(3), new Instruction(SystemProgram.Id, [AccountMeta.WritableSigner(Payer), AccountMeta.WritableSigner(Payee)], right[^1].Data)],
            [.. right.Take(3), new Instruction(SystemProgram.Id, [.. right[^1].Accounts, AccountMeta.Readonly(Random())], right[^1].Data)],
            [.. right.Take(3), new Instruction(Random(), right[^1].Accounts, right[^1].Data)],
        ];

        Assert.Null(Transfers.FindDifference(Compile(right), order, Quote));
        Assert.All(wrong, instructions => Assert.NotNull(Transfers.FindDifference(Compile(instructions), order, Quote)));
    }

    [Fact]
    public void Another_fee_payer_or_format_is_a_difference()
    {
        var order = Order(null);

        Assert.NotNull(Transfers.FindDifference(MessageCompiler.CompileLegacy(Payee, Instructions(order), Hash).Bytes, order, Quote));
        Assert.NotNull(Transfers.FindDifference(MessageCompiler.CompileV0(Payer, Instructions(order), Hash).Bytes, order, Quote));
        Assert.NotNull(Transfers.FindDifference(Array.Empty<byte>(), order, Quote));
        Assert.NotNull(Transfers.FindDifference(new byte[] { 0xff, 1, 2, 3 }, order, Quote));
    }

    private static Address Random() => Address.FromBytes(TestWallet.Create().Address.Bytes.Span);

    private static bool IsVariation(ReadOnlySpan<byte> limit) =>
        DataSizeLimit - System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(limit) < 1_000;

    private static SolTransferOrder Order(string? memo) =>
        new(Payer.ToDomainAddress(), Payee.ToDomainAddress(), new Lamports(1_000_000), memo);

    private static ReadOnlyMemory<byte> Compile(IReadOnlyList<Instruction> instructions) =>
        MessageCompiler.CompileLegacy(Payer, instructions, Hash).Bytes;

    /// <summary>Written out here once more, on purpose: not by the code under test.</summary>
    private static List<Instruction> Instructions(SolTransferOrder order) =>
    [
        ComputeBudgetProgram.SetComputeUnitLimit(Quote.ComputeUnitLimit),
        ComputeBudgetProgram.SetComputeUnitPrice(Quote.ComputeUnitPrice),
        ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(DataSizeLimit - 7),
        .. order.Memo is { } memo ? [MemoProgram.Memo(memo)] : Array.Empty<Instruction>(),
        SystemProgram.Transfer(Payer, Payee, order.Lamports.Value),
    ];
}
