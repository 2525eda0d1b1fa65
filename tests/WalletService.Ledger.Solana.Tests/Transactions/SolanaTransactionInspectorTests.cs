using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Tests.Transactions;

[Collection(LocalnetTests.Name)]
public sealed class SolanaTransactionInspectorTests(LocalnetFixture fixture)
{
    private static readonly Blockhash Hash = Blockhash.FromBytes(TestWallet.Create().Address.Bytes.Span);

    private readonly TestWallet first = TestWallet.Create();
    private readonly TestWallet second = TestWallet.Create();

    private ITransactionInspector Inspector => fixture.Ledger.Inspector;

    [Theory]
    [InlineData(MessageVersion.Legacy)]
    [InlineData(MessageVersion.V0)]
    public void Fills_in_one_slot_after_another_and_leaves_the_other_bytes_alone(MessageVersion version)
    {
        var wire = TwoSigners(version);
        Assert.True(Inspector.TryInspect(wire, out var transaction, out _));
        Assert.Equal([first.Address, second.Address], transaction.RequiredSigners);

        var half = Inspector.AddSignature(transaction, second.Address, second.Sign(transaction.Message));
        Assert.Equal([first.Address], half.MissingSigners);
        Assert.True(Inspector.TryInspect(half.WireTransaction, out var again, out _));
        Assert.Equal(transaction.Message.ToArray(), again.Message.ToArray());

        var whole = Inspector.AddSignature(again, first.Address, first.Sign(again.Message));
        Assert.Empty(whole.MissingSigners);
        Assert.Equal(wire.Length, whole.WireTransaction.Length);
        Assert.Equal(wire[129..], whole.WireTransaction[129..].ToArray());
    }

    [Fact]
    public void A_signature_that_does_not_verify_counts_as_missing()
    {
        var wire = TwoSigners(MessageVersion.Legacy);
        wire[1] = 1;
        Assert.True(Inspector.TryInspect(wire, out var transaction, out _));

        var signed = Inspector.AddSignature(transaction, second.Address, second.Sign(transaction.Message));

        Assert.Equal([first.Address], signed.MissingSigners);
    }

    [Fact]
    public void Refuses_a_stranger_and_a_wrong_signature()
    {
        Assert.True(Inspector.TryInspect(TwoSigners(MessageVersion.V0), out var transaction, out _));
        var stranger = TestWallet.Create();

        Assert.Throws<ArgumentException>(() => Inspector.AddSignature(transaction, stranger.Address, stranger.Sign(transaction.Message)));
        Assert.Throws<ArgumentException>(() => Inspector.AddSignature(transaction, first.Address, stranger.Sign(transaction.Message)));
        Assert.Throws<ArgumentException>(() => Inspector.AddSignature(transaction, first.Address, new byte[63]));
    }

    [Fact]
    public void Refuses_what_is_not_exactly_one_transaction_and_says_why()
    {
        var wire = TwoSigners(MessageVersion.Legacy);
        byte[][] malformed = [[], [0], [.. wire, 0], wire[..^1], wire[1..], [1, .. wire[1..]], "not a transaction"u8.ToArray()];

        Assert.All(malformed, bytes =>
        {
            Assert.False(Inspector.TryInspect(bytes, out var transaction, out var reason));
            Assert.Null(transaction);
            Assert.NotEmpty(reason);
        });
    }

    [Fact]
    public void Refuses_version_1_by_name()
    {
        // Message from SIMD-0385's text (SOL transfer, priority fee 5,000 lamports), and 64 bytes for the signature behind it.
        var message = Convert.FromHexString(
            "810100010f000000395bf727f9aac5e80911591073fcf9c826f428804131ca089beba3869421749a0103d75a980182b10ab7d54bfed3c964073a0ee172f3"
            + "daa62325af021a68f707511a3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
            + "00000000000000000000000000000000000000000000000000000000000000008813000000000000c201000000000100"
            + "02020c0000010200000040420f0000000000");

        Assert.False(Inspector.TryInspect((byte[])[.. message, .. new byte[64]], out _, out var reason));
        Assert.Contains("version 1", reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageVersion.Legacy)]
    [InlineData(MessageVersion.V0)]
    public void A_first_instruction_that_advances_a_nonce_is_a_durable_nonce(MessageVersion version)
    {
        var transfer = SystemProgram.Transfer(first.Address.ToKitAddress(), second.Address.ToKitAddress(), 1);

        Assert.True(UsesDurableNonce(version, AdvanceNonce([4, 0, 0, 0]), transfer));
        Assert.True(UsesDurableNonce(version, AdvanceNonce([4, 0, 0, 0, 9]), transfer));
        Assert.False(UsesDurableNonce(version, transfer, AdvanceNonce([4, 0, 0, 0])));
        Assert.False(UsesDurableNonce(version, AdvanceNonce([5, 0, 0, 0]), transfer));
        Assert.False(UsesDurableNonce(version, AdvanceNonce([4, 0, 0]), transfer));
        Assert.False(UsesDurableNonce(version, AdvanceNonce([4, 0, 0, 0], MemoProgram.Id), transfer));
    }

    [Fact]
    public void All_signers_are_missing_before_anyone_has_signed()
    {
        Assert.True(Inspector.TryInspect(TwoSigners(MessageVersion.V0), out var transaction, out _));

        Assert.Equal([first.Address, second.Address], Inspector.FindMissingSigners(transaction));
    }

    private bool UsesDurableNonce(MessageVersion version, params IReadOnlyList<Instruction> instructions)
    {
        var payer = first.Address.ToKitAddress();
        var message = version == MessageVersion.Legacy
            ? MessageCompiler.CompileLegacy(payer, instructions, Hash)
            : MessageCompiler.CompileV0(payer, instructions, Hash);
        Assert.True(Inspector.TryInspect(Transaction.Create(message).Serialize(), out var inspected, out _));
        return inspected.UsesDurableNonce;
    }

    private Instruction AdvanceNonce(byte[] data, Address? program = null) => new(
        program ?? SystemProgram.Id,
        [
            AccountMeta.Writable(second.Address.ToKitAddress()),
            AccountMeta.Readonly(WellKnownAddresses.RecentBlockhashesSysvar),
            AccountMeta.ReadonlySigner(first.Address.ToKitAddress()),
        ],
        data);

    private byte[] TwoSigners(MessageVersion version)
    {
        var payer = first.Address.ToKitAddress();
        IReadOnlyList<Instruction> instructions = [SystemProgram.Transfer(second.Address.ToKitAddress(), payer, 1)];
        var message = version == MessageVersion.Legacy
            ? MessageCompiler.CompileLegacy(payer, instructions, Hash)
            : MessageCompiler.CompileV0(payer, instructions, Hash);
        return Transaction.Create(message).Serialize();
    }
}
