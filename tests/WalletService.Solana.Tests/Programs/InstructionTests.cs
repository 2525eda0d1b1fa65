using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Solana.Tests.Programs;

public sealed class InstructionTests
{
    [Fact]
    public void Encodes_a_transfer()
    {
        var instruction = SystemProgram.Transfer(TestKeys.Address1, TestKeys.Address2, 100);
        Assert.Equal("020000006400000000000000", Hex(instruction));
        Assert.Equal([AccountMeta.WritableSigner(TestKeys.Address1), AccountMeta.Writable(TestKeys.Address2)], instruction.Accounts);
        Assert.True(SystemProgram.TryDecodeTransfer(instruction.Data.Span, out var lamports));
        Assert.Equal(100UL, lamports);
        Assert.True(SystemProgram.TryDecodeTransfer(
            SystemProgram.Transfer(TestKeys.Address1, TestKeys.Address2, ulong.MaxValue).Data.Span, out lamports));
        Assert.Equal(ulong.MaxValue, lamports);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02000000640000000000")]
    [InlineData("02000000640000000000000000")]
    [InlineData("000000006400000000000000")]
    public void Decodes_nothing_else_as_a_transfer(string hex) =>
        Assert.False(SystemProgram.TryDecodeTransfer(Convert.FromHexString(hex), out _));

    [Fact]
    public void Encodes_the_compute_budget()
    {
        var limit = ComputeBudgetProgram.SetComputeUnitLimit(257);
        var price = ComputeBudgetProgram.SetComputeUnitPrice(10_000);
        var size = ComputeBudgetProgram.SetLoadedAccountsDataSizeLimit(65_536);
        Assert.Equal("0201010000", Hex(limit));
        Assert.Equal("031027000000000000", Hex(price));
        Assert.Equal("0400000100", Hex(size));
        Assert.All([limit, price, size], instruction => Assert.Empty(instruction.Accounts));
        Assert.True(ComputeBudgetProgram.TryDecodeComputeUnitLimit(limit.Data.Span, out var units));
        Assert.Equal(257u, units);
        Assert.True(ComputeBudgetProgram.TryDecodeComputeUnitPrice(price.Data.Span, out var microLamports));
        Assert.Equal(10_000UL, microLamports);
        Assert.True(ComputeBudgetProgram.TryDecodeLoadedAccountsDataSizeLimit(size.Data.Span, out var bytes));
        Assert.Equal(65_536u, bytes);
        Assert.False(ComputeBudgetProgram.TryDecodeComputeUnitLimit(size.Data.Span, out _));
        Assert.False(ComputeBudgetProgram.TryDecodeComputeUnitPrice(limit.Data.Span, out _));
    }

    [Theory]
    [InlineData(450u, 10_000UL, 5UL)]
    [InlineData(1u, 1UL, 1UL)]
    [InlineData(1_000_000u, 1UL, 1UL)]
    [InlineData(1_000_001u, 1UL, 2UL)]
    [InlineData(0u, 5UL, 0UL)]
    [InlineData(1_400_000u, 10_000_000_000_000_000_000UL, 14_000_000_000_000_000_000UL)]
    public void Rounds_the_priority_fee_up(uint limit, ulong price, ulong fee) =>
        Assert.Equal(fee, ComputeBudgetProgram.PriorityFee(limit, price));

    [Fact]
    public void Does_not_wrap_a_priority_fee_that_is_too_large() =>
        Assert.Throws<OverflowException>(() => ComputeBudgetProgram.PriorityFee(1_400_000, ulong.MaxValue));

    [Fact]
    public void Encodes_a_memo_as_utf8()
    {
        var memo = MemoProgram.Memo("Grüße", TestKeys.Address1);
        Assert.Equal("4772c3bcc39f65", Hex(memo));
        Assert.Equal([AccountMeta.ReadonlySigner(TestKeys.Address1)], memo.Accounts);
        Assert.True(MemoProgram.TryDecodeMemo(memo.Data.Span, out var text));
        Assert.Equal("Grüße", text);
        Assert.False(MemoProgram.TryDecodeMemo([0xff], out _));
        Assert.Throws<System.Text.EncoderFallbackException>(() => MemoProgram.Memo("\ud800"));
    }

    [Fact]
    public void Encodes_the_creation_of_a_token_account()
    {
        var mint = Address.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
        var instruction = AssociatedTokenProgram.CreateIdempotent(TestKeys.Address2, TestKeys.Address1, TokenProgram.Id, mint);
        Assert.Equal("01", Hex(instruction));
        Assert.Equal(
            [
                AccountMeta.WritableSigner(TestKeys.Address2),
                AccountMeta.Writable(Address.Parse("HU2S9ByyqbnCD2SVfvr9qoLtDTtyTnMZoMaw1xpr6cTb")),
                AccountMeta.Readonly(TestKeys.Address1),
                AccountMeta.Readonly(mint),
                AccountMeta.Readonly(SystemProgram.Id),
                AccountMeta.Readonly(TokenProgram.Id),
            ],
            instruction.Accounts);
        Assert.True(AssociatedTokenProgram.IsCreateIdempotent(instruction.Data.Span));
    }

    [Fact]
    public void Encodes_a_checked_token_transfer()
    {
        var instruction = TokenProgram.TransferChecked(
            TokenProgram.Token2022Id, TestKeys.Address1, TestKeys.Address2, TestKeys.Address3, TestKeys.Address1, 1_000_000, 6);
        Assert.Equal("0c40420f000000000006", Hex(instruction));
        Assert.Equal(TokenProgram.Token2022Id, instruction.ProgramId);
        Assert.True(TokenProgram.TryDecodeTransferChecked(instruction.Data.Span, out var amount, out var decimals));
        Assert.Equal(1_000_000UL, amount);
        Assert.Equal(6, decimals);
        Assert.False(TokenProgram.TryDecodeTransferChecked(instruction.Data.Span[1..], out _, out _));
    }

    [Fact]
    public void Encodes_a_checked_token_transfer_with_its_fee()
    {
        var instruction = TokenProgram.TransferCheckedWithFee(
            TestKeys.Address1, TestKeys.Address2, TestKeys.Address3, TestKeys.Address1, 1_000_000, 6, 5_000);
        Assert.Equal("1a0140420f0000000000068813000000000000", Hex(instruction));
        Assert.Equal(TokenProgram.Token2022Id, instruction.ProgramId);
        Assert.Equal(
            [
                AccountMeta.Writable(TestKeys.Address1),
                AccountMeta.Readonly(TestKeys.Address2),
                AccountMeta.Writable(TestKeys.Address3),
                AccountMeta.ReadonlySigner(TestKeys.Address1),
            ],
            instruction.Accounts);
        Assert.True(TokenProgram.TryDecodeTransferCheckedWithFee(instruction.Data.Span, out var amount, out var decimals, out var fee));
        Assert.Equal((1_000_000UL, (byte)6, 5_000UL), (amount, decimals, fee));
        Assert.False(TokenProgram.TryDecodeTransferCheckedWithFee(instruction.Data.Span[..^1], out _, out _, out _));
        Assert.False(TokenProgram.TryDecodeTransferChecked(instruction.Data.Span, out _, out _));
    }

    [Fact]
    public void Adds_accounts_behind_those_of_an_instruction()
    {
        var instruction = SystemProgram.Transfer(TestKeys.Address1, TestKeys.Address2, 1);
        var longer = instruction.WithFurtherAccounts([AccountMeta.Readonly(TestKeys.Address3)]);
        Assert.Equal([.. instruction.Accounts, AccountMeta.Readonly(TestKeys.Address3)], longer.Accounts);
        Assert.Equal(Hex(instruction), Hex(longer));
    }

    private static string Hex(Instruction instruction) => Convert.ToHexStringLower(instruction.Data.Span);
}
