using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>The last look before a key is used, for payments in tokens: nothing but the ordered one passes.</summary>
[Collection(LocalnetTests.Name)]
public sealed class TokenComparisonTests(LocalnetFixture fixture)
{
    private const uint DataSizeLimit = 64 * 1024 * 1024;
    private const uint Variation = 7;

    private static readonly FeeQuote Quote = new(new Lamports(5_001), 40_000, 1_000);
    private static readonly Address Payer = Random();
    private static readonly Address Payee = Random();
    private static readonly Address Mint = Random();
    private static readonly Address HookProgram = Random();
    private static readonly Address HookState = Random();
    private static readonly Blockhash Hash = Blockhash.FromBytes(Random().Span);

    private ITransferTransactions Transfers => fixture.Ledger.Transfers;

    [Fact]
    public async Task What_was_built_agrees_for_every_kind_of_order()
    {
        foreach (var order in Orders())
        {
            var unsigned = await Transfers.BuildAsync(order, Quote, 999, CancellationToken.None);

            Assert.Null(Transfers.FindDifference(unsigned.Message, order, Quote));
        }
    }

    [Fact]
    public void Every_kind_of_order_is_built_as_written_out_here()
    {
        Assert.Null(Transfers.FindDifference(Compile(Instructions()), Order(), Quote));
    }

    [Fact]
    public void Every_change_of_a_byte_is_found_but_in_the_blockhash_and_the_variation()
    {
        var original = Compile(Instructions()).ToArray();
        var blockhashAt = original.AsSpan().IndexOf(Hash.Span);
        var variationAt = original.AsSpan().IndexOf(ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(DataSizeLimit - Variation).Data.Span) + 1;
        for (var position = 0; position < original.Length; position++)
        {
            foreach (var change in (byte[])[1, 2, 0x80, 0xff])
            {
                var tampered = original.ToArray();
                tampered[position] ^= change;
                var isFree = (position >= blockhashAt && position < blockhashAt + Blockhash.Length)
                    || (position >= variationAt && position < variationAt + sizeof(uint) && IsVariation(tampered.AsSpan(variationAt)));

                Assert.True(
                    isFree == (Transfers.FindDifference(tampered, Order(), Quote) is null), $"byte {position} changed by {change:x2}");
            }
        }
    }

    [Fact]
    public void Every_other_order_is_a_difference()
    {
        var message = Compile(Instructions());
        var order = Order();
        var movement = order.Movement;
        var part = movement.Parts[0];
        var other = Random().ToDomainAddress();
        TokenPart[] parts =
        [
            part with { Recipient = other },
            part with { RecipientAccount = other },
            part with { Amount = part.Amount + 1 },
            part with { TransferFee = part.TransferFee + 1 },
            part with { TransferFee = null },
            part with { CreatesAccount = false },
            part with { RequiresMemo = false },
            part with { HookAccounts = [] },
            part with { HookAccounts = [.. part.HookAccounts, new HookAccount(other, IsWritable: false)] },
            part with { HookAccounts = [.. part.HookAccounts.Reverse()] },
            part with { HookAccounts = [part.HookAccounts[0] with { IsWritable = false }, part.HookAccounts[1]] },
            part with { HookAccounts = [part.HookAccounts[0], part.HookAccounts[1] with { IsWritable = true }] },
        ];
        TokenMovement[] movements =
        [
            .. parts.Where(changed => changed.RequiresMemo).Select(changed => movement with { Parts = [changed] }),
            movement with { Parts = [part, part] },
            movement with { Parts = [] },
            movement with { Mint = other },
            movement with { Program = TokenProgram.Id.ToDomainAddress() },
            movement with { Program = other },
            movement with { Decimals = 7 },
            movement with { SourceAccount = other },
            movement with { Memo = "for June" },
            movement with { Memo = null },
        ];

        Assert.Null(Transfers.FindDifference(message, order, Quote));
        Assert.All(movements, changed => Assert.NotNull(Transfers.FindDifference(message, order with { Movement = changed }, Quote)));
        Assert.NotNull(Transfers.FindDifference(message, order with { Source = other }, Quote));
        Assert.NotNull(Transfers.FindDifference(message, new SolTransferOrder(order.Source, other, new Lamports(1), "for May"), Quote));
    }

    [Fact]
    public void More_fewer_or_other_instructions_are_a_difference()
    {
        var right = Instructions();
        var transfer = right[^1];
        var memo = right[^2];
        var approve = new Instruction(
            TokenProgram.Token2022Id,
            [AccountMeta.Writable(AccountOf(Payer)), AccountMeta.Readonly(Random()), AccountMeta.ReadonlySigner(Payer)],
            new byte[] { 4, 255, 255, 255, 255, 255, 255, 255, 255 });
        var plainTransfer = TokenProgram.TransferChecked(
            TokenProgram.Token2022Id, AccountOf(Payer), Mint, AccountOf(Payee), Payer, 1_000_000, 6);
        IReadOnlyList<Instruction>[] wrong =
        [
            [.. right, transfer],
            [.. right, approve],
            [.. right.Take(3), approve, memo, transfer],
            [.. right.Take(right.Count - 1), approve],
            [.. right.Take(right.Count - 1), plainTransfer],
            [.. right.Take(3), memo, right[3], transfer],
            [.. right.Take(3), memo, transfer],
            [.. right.Take(4), transfer],
            [.. right.Take(3), AssociatedTokenProgram.CreateIdempotent(Payer, Random(), TokenProgram.Token2022Id, Mint), memo, transfer],
            [.. right.Take(3), AssociatedTokenProgram.CreateIdempotent(Payer, Payee, TokenProgram.Id, Mint), memo, transfer],
            [.. right.Take(right.Count - 1), transfer.WithFurtherAccounts([AccountMeta.Readonly(Random())])],
            [.. right.Take(right.Count - 1), new Instruction(TokenProgram.Id, transfer.Accounts, transfer.Data)],
            [.. right.Take(right.Count - 1), Redirected(transfer, place: 0)],
            [.. right.Take(right.Count - 1), Redirected(transfer, place: 1)],
            [.. right.Take(right.Count - 1), Redirected(transfer, place: 2)],
        ];

        Assert.Null(Transfers.FindDifference(Compile(right), Order(), Quote));
        Assert.All(wrong, instructions => Assert.NotNull(Transfers.FindDifference(Compile(instructions), Order(), Quote)));
    }

    [Fact]
    public async Task An_order_to_an_account_that_is_not_the_recipients_is_never_signed()
    {
        var order = Order();
        var stranger = order.Movement.Parts[0] with { RecipientAccount = AccountOf(Random()).ToDomainAddress(), CreatesAccount = false };
        var misled = order with { Movement = order.Movement with { Parts = [stranger] } };

        var unsigned = await Transfers.BuildAsync(misled, Quote, 0, CancellationToken.None);

        Assert.NotNull(Transfers.FindDifference(unsigned.Message, misled, Quote));
    }

    private static Address Random() => Address.FromBytes(TestWallet.Create().Address.Bytes.Span);

    private static Address AccountOf(Address wallet) => AssociatedTokenProgram.FindAddress(wallet, TokenProgram.Token2022Id, Mint);

    private static Instruction Redirected(Instruction transfer, int place) => new(
        transfer.ProgramId,
        [.. transfer.Accounts.Select((account, index) => index == place ? account with { Address = Random() } : account)],
        transfer.Data);

    private static bool IsVariation(ReadOnlySpan<byte> limit) =>
        DataSizeLimit - System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(limit) < 1_000;

    private static TokenTransferOrder Order() => new(
        Payer.ToDomainAddress(),
        new TokenMovement(
            Mint.ToDomainAddress(),
            TokenProgram.Token2022Id.ToDomainAddress(),
            6,
            AccountOf(Payer).ToDomainAddress(),
            [
                new TokenPart(
                    Payee.ToDomainAddress(),
                    AccountOf(Payee).ToDomainAddress(),
                    1_000_000,
                    TransferFee: 10_000,
                    CreatesAccount: true,
                    RequiresMemo: true,
                    [new HookAccount(HookState.ToDomainAddress(), IsWritable: true), new HookAccount(HookProgram.ToDomainAddress(), IsWritable: false)]),
            ],
            "for May"));

    /// <summary>With and without each of what an order may have, and with several parts.</summary>
    private static IEnumerable<TokenTransferOrder> Orders()
    {
        var order = Order();
        var part = order.Movement.Parts[0];
        TokenPart[] parts =
        [
            part,
            part with { TransferFee = null },
            part with { CreatesAccount = false },
            part with { RequiresMemo = false },
            part with { HookAccounts = [] },
        ];
        return
        [
            .. parts.Select(one => order with { Movement = order.Movement with { Parts = [one] } }),
            order with { Movement = order.Movement with { Parts = [part with { RequiresMemo = false }], Memo = null } },
            order with { Movement = order.Movement with { Parts = [parts[4], parts[2] with { HookAccounts = [] }] } },
        ];
    }

    private static ReadOnlyMemory<byte> Compile(IReadOnlyList<Instruction> instructions) =>
        MessageCompiler.CompileLegacy(Payer, instructions, Hash).Bytes;

    /// <summary>Written out here once more, on purpose: not by the code under test.</summary>
    private static List<Instruction> Instructions() =>
    [
        ComputeBudgetProgram.SetComputeUnitLimit(Quote.ComputeUnitLimit),
        ComputeBudgetProgram.SetComputeUnitPrice(Quote.ComputeUnitPrice),
        ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(DataSizeLimit - Variation),
        AssociatedTokenProgram.CreateIdempotent(Payer, Payee, TokenProgram.Token2022Id, Mint),
        MemoProgram.Memo("for May"),
        TokenProgram.TransferCheckedWithFee(AccountOf(Payer), Mint, AccountOf(Payee), Payer, 1_000_000, 6, 10_000)
            .WithFurtherAccounts([AccountMeta.Writable(HookState), AccountMeta.Readonly(HookProgram)]),
    ];
}
