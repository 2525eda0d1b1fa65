using WalletService.Solana.Encoding;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Solana.Tests.Messages;

public sealed class MessageTests
{
    public static TheoryData<string, MessageVersion> Vectors => new()
    {
        { TransferVectors.Legacy, MessageVersion.Legacy },
        { TransferVectors.V0, MessageVersion.V0 },
        { TransferVectors.V0WithBudget, MessageVersion.V0 },
        { TransferVectors.V1, MessageVersion.V1 },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Parses_and_serializes_each_format_to_the_same_bytes(string hex, MessageVersion version)
    {
        var message = Message.Parse(Convert.FromHexString(hex));
        Assert.Equal(version, message.Version);
        Assert.Equal(hex, Convert.ToHexStringLower(message.Serialize()));
        Assert.Equal(hex, Convert.ToHexStringLower(message.Bytes.Span));
        Assert.Equal(TestKeys.Blockhash, message.Blockhash);
        Assert.Equal([TestKeys.Address1], message.RequiredSigners);
        var transfer = message.Decompile()[^1];
        Assert.Equal(SystemProgram.Id, transfer.ProgramId);
        Assert.Equal([AccountMeta.WritableSigner(TestKeys.Address1), AccountMeta.Writable(TestKeys.Address2)], transfer.Accounts);
        Assert.True(SystemProgram.TryDecodeTransfer(transfer.Data.Span, out var lamports));
        Assert.Equal(1_000_000UL, lamports);
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Refuses_every_cut_and_every_trailing_byte(string hex, MessageVersion version)
    {
        var bytes = Convert.FromHexString(hex);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(Message.TryParse(bytes.AsSpan(0, length), out _), $"{version} cut to {length} bytes");
        }

        Assert.False(Message.TryParse([.. bytes, 0], out _));
    }

    [Fact]
    public void Reads_the_compute_budget_of_a_v1_message()
    {
        var configuration = Message.Parse(Convert.FromHexString(TransferVectors.V1)).Configuration;
        Assert.Equal(
            new MessageConfiguration { PriorityFeeLamports = 5000, ComputeUnitLimit = 450, LoadedAccountsDataSizeLimit = 65536 },
            configuration);
    }

    /// <summary>Each pair replaces bytes of the legacy vector at an offset by others that break one rule.</summary>
    [Theory]
    [InlineData(0, "00", "At least the fee payer")]
    [InlineData(1, "01", "The fee payer must be writable")]
    [InlineData(2, "03", "counts more addresses")]
    [InlineData(36, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "occurs twice")]
    [InlineData(133, "00", "cannot be a program")]
    [InlineData(133, "03", "not among the message's own")]
    [InlineData(136, "03", "not there")]
    [InlineData(132, "41", "At most 64 instructions")]
    public void Refuses_a_legacy_message_that_breaks_a_rule(int offset, string replacement, string reason)
    {
        var bytes = Convert.FromHexString(TransferVectors.Legacy);
        Convert.FromHexString(replacement).CopyTo(bytes, offset);
        Assert.Contains(reason, Assert.Throws<WireFormatException>(() => Message.Parse(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, "0e", "one half of the priority fee")]
    [InlineData(4, "2f", "not known")]
    [InlineData(7, "80", "not known")]
    [InlineData(1, "0d", "at most 12 signatures")]
    public void Refuses_a_v1_message_that_breaks_a_rule(int offset, string replacement, string reason)
    {
        var bytes = Convert.FromHexString(TransferVectors.V1);
        Convert.FromHexString(replacement).CopyTo(bytes, offset);
        if (offset == 1)
        {
            // Thirteen signers need thirteen addresses.
            var blockhash = new byte[Blockhash.Length];
            var addresses = Enumerable.Range(1, 13).SelectMany(i => Enumerable.Repeat((byte)i, Address.Length));
            bytes = [0x81, 13, 0, 0, 0, 0, 0, 0, .. blockhash, 0, 13, .. addresses];
        }

        Assert.Contains(reason, Assert.Throws<WireFormatException>(() => Message.Parse(bytes)).Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(32 * 1024, true)]
    [InlineData(256 * 1024, true)]
    [InlineData(31 * 1024, false)]
    [InlineData((32 * 1024) + 1, false)]
    [InlineData(257 * 1024, false)]
    public void Accepts_only_the_heap_sizes_that_the_runtime_accepts(int heap, bool valid)
    {
        byte[] bytes =
        [
            0x81, 1, 0, 0, 0b1_0000, 0, 0, 0, .. new byte[Blockhash.Length], 0, 1, .. TestKeys.Address1.Span,
            (byte)heap, (byte)(heap >> 8), (byte)(heap >> 16), 0,
        ];
        Assert.Equal(valid, Message.TryParse(bytes, out var message));
        Assert.Equal(valid ? (uint)heap : null, message?.Configuration?.HeapSize);
    }

    [Fact]
    public void Refuses_a_version_that_it_does_not_know() =>
        Assert.Throws<WireFormatException>(() => Message.Parse(Convert.FromHexString("82" + TransferVectors.Legacy)));

    [Fact]
    public void Refuses_a_lookup_table_from_which_nothing_is_loaded()
    {
        var bytes = Convert.FromHexString("80" + TransferVectors.Legacy + "01" + new string('7', 64) + "0000");
        Assert.Contains(
            "nothing is loaded",
            Assert.Throws<WireFormatException>(() => Message.Parse(bytes)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_decompile_lookups_without_the_loaded_addresses()
    {
        var message = Message.Parse(Convert.FromHexString("80" + TransferVectors.Legacy + "01" + new string('7', 64) + "010501" + "09"));
        Assert.Throws<InvalidOperationException>(() => message.Decompile());
        Assert.Single(message.Decompile(new LoadedAddresses([TestKeys.Address3], [Address.FromBytes(new byte[32])])));
    }
}
