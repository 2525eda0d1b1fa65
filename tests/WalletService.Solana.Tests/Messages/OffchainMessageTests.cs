using System.Text.Json.Nodes;
using WalletService.Solana.Messages;
using WalletService.Solana.Tests.CrossCheck;
using WalletService.Solana.Transactions;

namespace WalletService.Solana.Tests.Messages;

public sealed class OffchainMessageTests
{
    private static readonly string[] Texts =
    [
        "Test Message", "x", "I own this wallet.\nNonce: 42", "Grüße, 世界 🌍", new('a', OffchainMessage.MaxTextLength), "a\tb\r\n", "{\"a\":1}",
    ];

    [Fact]
    public void Writes_the_vector_of_the_Solana_SDK()
    {
        Assert.True(OffchainMessage.TryWriteV0("Test Message", out var message));

        Assert.Equal("ff736f6c616e61206f6666636861696e00000c0054657374204d657373616765", Convert.ToHexStringLower(message));
        Assert.Equal(
            "HG5JydBGjtjTfD3sSn21ys5NTWPpXzmqifiGC2BVUjkD", Base58.Encode(System.Security.Cryptography.SHA256.HashData(message)));
    }

    [Fact]
    public void Text_beyond_plain_ASCII_is_marked_as_UTF8()
    {
        Assert.True(OffchainMessage.TryWriteV0("Grüße", out var message));

        Assert.Equal([0, 1, 7, 0], message[16..20]);
    }

    [Fact]
    public void Refuses_what_is_no_text()
    {
        foreach (var text in (string[])["", $"half a pair {(char)0xd83d}", "a null\0", "an escape\u001b[2K", "\u0085"])
        {
            Assert.False(OffchainMessage.TryWriteV0(text, out _));
            Assert.False(OffchainMessage.TryWriteV1(text, TestKeys.Address1, out _));
        }
    }

    [Fact]
    public void Refuses_more_than_a_hardware_wallet_would_sign()
    {
        Assert.False(OffchainMessage.TryWriteV0(new string('a', OffchainMessage.MaxTextLength + 1), out _));
        Assert.False(OffchainMessage.TryWriteV1(new string('ä', (OffchainMessage.MaxTextLength / 2) + 1), TestKeys.Address1, out _));
    }

    [Fact]
    public void No_text_makes_a_transaction_or_the_message_of_one()
    {
        var random = new RandomMessages(seed: 7);
        var hostile = Enumerable.Range(0, 200).Select(_ =>
        {
            var (payer, instructions, tables) = random.Next();
            return string.Concat(MessageCompiler.CompileV0(payer, instructions, random.Blockhash(), tables).Bytes.ToArray().Select(each => (char)each));
        });
        foreach (var text in Texts.Concat(hostile))
        {
            foreach (var message in Both(string.Concat(text.Where(letter => !char.IsControl(letter))).PadRight(1)))
            {
                Assert.Equal(0xff, message[0]);
                Assert.False(Message.TryParse(message, out _));
                Assert.False(Transaction.TryParse(message, out _));
            }
        }
    }

    [Fact]
    public async Task Kit_reads_version_1_and_verifies_its_signature()
    {
        var (seed, publicKey) = Ed25519.GenerateKey();
        var signer = Address.FromBytes(publicKey);
        var cases = Texts.Select(text =>
        {
            Assert.True(OffchainMessage.TryWriteV1(text, signer, out var message));
            return new JsonObject
            {
                ["kind"] = "offchain",
                ["message"] = Convert.ToBase64String(message),
                ["signer"] = signer.ToString(),
                ["signature"] = Convert.ToBase64String(Ed25519.Sign(seed, message)),
            }.ToJsonString();
        });

        var answers = await NodeProcess.AskAsync([.. cases]);

        foreach (var (text, answer) in Texts.Zip(answers))
        {
            Assert.False(answer.TryGetProperty("error", out var error), error.ToString());
            Assert.Equal(text, answer.GetProperty("text").GetString());
            Assert.Equal([signer.ToString()], answer.GetProperty("signers").EnumerateArray().Select(each => each.GetString()!));
            Assert.True(answer.GetProperty("verified").GetBoolean());
        }
    }

    private static IEnumerable<byte[]> Both(string text)
    {
        Assert.True(OffchainMessage.TryWriteV0(text, out var first));
        Assert.True(OffchainMessage.TryWriteV1(text, TestKeys.Address1, out var second));
        return [first, second];
    }
}
