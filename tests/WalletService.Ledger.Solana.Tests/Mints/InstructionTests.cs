using System.Text.Json;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>The JavaScript clients read from our instructions what we put into them.</summary>
[Collection(MintTests.Name)]
public sealed class InstructionTests(MintsFixture fixture)
{
    private static readonly Address Owner = NewAddress();
    private static readonly Address Recipient = NewAddress();
    private static readonly Address Mint = NewAddress();
    private static readonly Address Source = NewAddress();
    private static readonly Address Destination = NewAddress();

    [Fact]
    public async Task Memos_and_creations_of_accounts_are_read()
    {
        var read = await DecodeAsync(
            MemoProgram.Memo("Miete für Mai"),
            AssociatedTokenProgram.CreateIdempotent(Owner, Recipient, TokenProgram.Token2022Id, Mint));

        Assert.Equal(["memo", "createAssociatedIdempotent"], read.Select(item => Text(item, "type")));
        Assert.Equal("Miete für Mai", Text(read[0], "text"));
        var account = AssociatedTokenProgram.FindAddress(Recipient, TokenProgram.Token2022Id, Mint);
        Assert.Equal(
            [Owner, account, Recipient, Mint, TokenProgram.Token2022Id],
            ((string[])["payer", "account", "owner", "mint", "program"]).Select(name => Address.Parse(Text(read[1], name))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transfers_are_read(bool isToken2022)
    {
        var program = isToken2022 ? TokenProgram.Token2022Id : TokenProgram.Id;
        var read = Assert.Single(await DecodeAsync(
            TokenProgram.TransferChecked(program, Source, Mint, Destination, Owner, ulong.MaxValue, 9)));

        Assert.Equal("transferChecked", Text(read, "type"));
        Assert.Equal(program.ToString(), Text(read, "program"));
        Assert.Equal(("18446744073709551615", 9), (Text(read, "amount"), read.GetProperty("decimals").GetInt32()));
        AssertAccounts(read);
        Assert.Empty(Further(read));
    }

    [Fact]
    public async Task Transfers_with_a_fee_and_with_accounts_for_a_hook_are_read()
    {
        var further = NewAddress();
        var read = Assert.Single(await DecodeAsync(
            TokenProgram.TransferCheckedWithFee(Source, Mint, Destination, Owner, 1_000_000, 6, 5_000)
                .WithFurtherAccounts([AccountMeta.Readonly(further)])));

        Assert.Equal("transferCheckedWithFee", Text(read, "type"));
        Assert.Equal(("1000000", 6, "5000"), (Text(read, "amount"), read.GetProperty("decimals").GetInt32(), Text(read, "fee")));
        AssertAccounts(read);
        Assert.Equal([further.ToString()], Further(read));
    }

    private static void AssertAccounts(JsonElement read) => Assert.Equal(
        [Source, Mint, Destination, Owner],
        ((string[])["source", "mint", "destination", "owner"]).Select(name => Address.Parse(Text(read, name))));

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private static IEnumerable<string> Further(JsonElement read) =>
        read.GetProperty("further").EnumerateArray().Select(address => address.GetString()!);

    private static Address NewAddress() => TestWallet.Create().Address.ToKitAddress();

    private Task<IReadOnlyList<JsonElement>> DecodeAsync(params Instruction[] instructions)
    {
        var message = MessageCompiler.CompileLegacy(Owner, instructions, Blockhash.FromBytes(new byte[32]));
        return fixture.Issuer.DecodeAsync(Transaction.Create(message).Serialize());
    }
}
