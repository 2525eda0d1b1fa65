using WalletService.Solana.Encoding;
using WalletService.Solana.Messages;
using WalletService.Solana.Tests.Messages;
using WalletService.Solana.Transactions;

namespace WalletService.Solana.Tests.Transactions;

public sealed class TransactionTests
{
    public static TheoryData<string, string> Vectors => new()
    {
        { TransferVectors.Legacy, TransferVectors.LegacySignature },
        { TransferVectors.V0, TransferVectors.V0Signature },
        { TransferVectors.V0WithBudget, TransferVectors.V0WithBudgetSignature },
        { TransferVectors.V1, TransferVectors.V1Signature },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Signs_each_format_to_the_known_signature_and_comes_back(string message, string signature)
    {
        var unsigned = Transaction.Create(Message.Parse(Convert.FromHexString(message)));
        Assert.Equal([TestKeys.Address1], unsigned.MissingSigners);
        var signed = unsigned.WithSignature(0, Signature.FromBytes(Ed25519.Sign(TestKeys.Seed1, unsigned.MessageBytes.Span)));

        Assert.Equal(signature, signed.Id.ToString());
        Assert.Empty(signed.MissingSigners);
        Assert.True(signed.IsSignedBy(0));
        Assert.False(unsigned.IsSignedBy(0));

        var parsed = Transaction.Parse(signed.Serialize());
        Assert.Equal(signature, parsed.Id.ToString());
        Assert.Equal(message, Convert.ToHexStringLower(parsed.MessageBytes.Span));
        Assert.Equal(signed.Serialize(), parsed.Serialize());
    }

    [Fact]
    public void Puts_the_signatures_of_a_v1_transaction_behind_the_message()
    {
        var transaction = Transaction.Create(Message.Parse(Convert.FromHexString(TransferVectors.V1)))
            .WithSignature(0, Signature.Parse(TransferVectors.V1Signature));
        var bytes = transaction.Serialize();
        Assert.Equal(236, bytes.Length);
        Assert.Equal(TransferVectors.V1, Convert.ToHexStringLower(bytes.AsSpan(0, 172)));
    }

    [Fact]
    public void Reads_the_sample_transaction_of_the_rust_sdk()
    {
        var bytes = Convert.FromHexString(TransferVectors.SdkSample);
        var transaction = Transaction.Parse(bytes);
        Assert.Equal(206, bytes.Length);
        Assert.Equal(bytes, transaction.Serialize());
        Assert.True(transaction.IsSignedBy(0));
        Assert.Equal(Ed25519.PublicKeyFromSeed(TransferVectors.SdkSampleSeed), transaction.RequiredSigners[0].ToBytes());
        Assert.Equal(Ed25519.Sign(TransferVectors.SdkSampleSeed, transaction.MessageBytes.Span), transaction.Id.ToBytes());
    }

    [Fact]
    public void Keeps_the_other_signatures_when_one_is_added()
    {
        var instruction = new Instruction(
            TestKeys.Address3, [AccountMeta.WritableSigner(TestKeys.Address1), AccountMeta.ReadonlySigner(TestKeys.Address2)], default);
        var transaction = Transaction.Create(MessageCompiler.CompileLegacy(TestKeys.Address1, [instruction], TestKeys.Blockhash));
        var second = Signature.FromBytes(Ed25519.Sign(TestKeys.Seed2, transaction.MessageBytes.Span));

        var partly = transaction.WithSignature(transaction.SignerIndex(TestKeys.Address2)!.Value, second);

        Assert.Equal([TestKeys.Address1], partly.MissingSigners);
        Assert.Equal([Signature.Empty, second], partly.Signatures);
        Assert.Equal([Signature.Empty, Signature.Empty], transaction.Signatures);
        Assert.Null(transaction.SignerIndex(TestKeys.Address3));
        Assert.Throws<ArgumentOutOfRangeException>(() => transaction.WithSignature(2, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => transaction.WithSignature(-1, second));
    }

    [Fact]
    public void Refuses_another_number_of_signatures_than_the_message_requires()
    {
        var message = Convert.FromHexString(TransferVectors.Legacy);
        Assert.Throws<WireFormatException>(() => Transaction.Parse([0, .. message]));
        Assert.Throws<WireFormatException>(() => Transaction.Parse([2, .. new byte[128], .. message]));
        Assert.True(Transaction.TryParse([1, .. new byte[64], .. message], out _));
    }

    [Fact]
    public void Refuses_a_v1_message_behind_its_signatures_and_any_stray_byte()
    {
        var v1 = Convert.FromHexString(TransferVectors.V1);
        Assert.False(Transaction.TryParse([1, .. new byte[64], .. v1], out _));
        Assert.True(Transaction.TryParse([.. v1, .. new byte[64]], out _));
        Assert.False(Transaction.TryParse([.. v1, .. new byte[63]], out _));
        Assert.False(Transaction.TryParse([.. v1, .. new byte[65]], out _));
        Assert.False(Transaction.TryParse(v1, out _));
    }

    [Fact]
    public void Refuses_more_bytes_than_a_packet_holds()
    {
        // A memo of one byte more than fits, written by hand because the compiler refuses it.
        var memo = Enumerable.Repeat((byte)'m', 1063).ToArray();
        byte[] body = [1, 0, 1, 2, .. TestKeys.Address1.Span, .. TestKeys.Address2.Span, .. TestKeys.Blockhash.Span, 1, 1, 0, 0xa7, 0x08];
        Assert.False(Transaction.TryParse([1, .. new byte[64], .. body, .. memo], out _));
        body[^2] = 0xa6;
        Assert.True(Transaction.TryParse([1, .. new byte[64], .. body, .. memo[1..]], out var transaction));
        Assert.Equal(1232, transaction.Serialize().Length);
        Assert.Throws<WireFormatException>(() => Transaction.Parse(new byte[5000]));
        Assert.Throws<WireFormatException>(() => Transaction.Parse([]));
    }
}
