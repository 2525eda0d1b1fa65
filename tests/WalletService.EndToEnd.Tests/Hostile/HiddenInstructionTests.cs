using System.Buffers.Binary;
using WalletService.Client;
using WalletService.Contracts;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Callers that hide something behind an honest payment.</summary>
[Collection(SharedStack.Name)]
public sealed class HiddenInstructionTests(WalletServiceStack stack)
{
    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";
    private static readonly Address Thief = Address.Parse(TestWallet.NewAddress());
    private static readonly Address Mint = Address.Parse(TestWallet.NewAddress());

    [Theory]
    [InlineData("SetAuthority")]
    [InlineData("Approve")]
    [InlineData("Assign")]
    [InlineData("CloseAccount")]
    [InlineData("UnknownInstruction")]
    [InlineData("UnknownProgram")]
    [InlineData("DurableNonce")]
    public async Task What_is_hidden_behind_a_payment_is_not_signed_and_is_counted(string finding)
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, $"hidden-{finding}");
        var payer = Address.Parse(wallet.Details.Address);
        var before = await stack.Kms.CountCallsAsync(SignOperation);
        var found = await Refusals.OfAsync(stack, "wallet_transaction_findings_total", finding);

        var error = await RefusalOfSigningAsync(wallet, HiddenBehindPayment(finding, payer));

        Assert.Equal(("POLICY_DENIED", $"findings.{finding}"), (error.Code, error.Details!["rule"]));
        Assert.Equal(before, await stack.Kms.CountCallsAsync(SignOperation));
        await found.AtLeastAsync(1);
        await Eventually.BecomesTrueAsync(() => stack.Service.Log.Split('\n').Any(line =>
            line.Contains("in a transaction for wallet", StringComparison.Ordinal)
            && line.Contains(finding, StringComparison.Ordinal)
            && line.Contains(wallet.Details.WalletId, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_second_transfer_is_not_what_was_declared()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "hidden-second");
        var payer = Address.Parse(wallet.Details.Address);
        var shop = Address.Parse(TestWallet.NewAddress());
        Instruction[] calls = [SystemProgram.Transfer(payer, shop, 1_000_000), SystemProgram.Transfer(payer, Thief, 1_000_000_000)];
        var denied = await Refusals.CountAsync(stack, "POLICY_DENIED");

        var error = await RefusalOfSigningAsync(wallet, calls, new DeclaredOutflow { Asset = "SOL", Amount = "1000000" });

        Assert.Equal(
            ("POLICY_DENIED", "declaration", "1000000", "1001000000"),
            (error.Code, error.Details!["rule"], error.Details["limit"], error.Details["actual"]));
        await denied.AtLeastAsync(1);
    }

    [Fact]
    public async Task A_lookup_table_with_another_recipient_is_not_what_was_declared()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "hidden-table");
        var payer = Address.Parse(wallet.Details.Address);
        var shop = Address.Parse(TestWallet.NewAddress());
        var table = await CreateTableAsync(Thief);
        var denied = await Refusals.CountAsync(stack, "POLICY_DENIED");

        // What the caller shows its user has the shop in the table; on chain it is the thief.
        var message = MessageCompiler.CompileV0(
            payer, [SystemProgram.Transfer(payer, shop, 1_000_000)], AnyHash(), [new LookupTable(table, [shop])]);
        var error = await RefusalAsync(
            wallet, message, new DeclaredOutflow { Asset = "SOL", Amount = "1000000", Recipient = shop.ToString() });

        Assert.Equal(("declaration", Thief.ToString()), (error.Details!["rule"], error.Details["recipient"]));
        await denied.AtLeastAsync(1);
    }

    [Fact]
    public async Task A_lookup_table_that_could_be_filled_in_later_is_not_signed()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "hidden-later");
        var payer = Address.Parse(wallet.Details.Address);
        var table = await CreateTableAsync();
        var message = MessageCompiler.CompileV0(
            payer, [SystemProgram.Transfer(payer, Thief, 1_000_000)], AnyHash(), [new LookupTable(table, [Thief])]);

        Assert.Equal("findings.UnresolvedAddress", (await RefusalAsync(wallet, message)).Details!["rule"]);
    }

    [Fact]
    public async Task A_signed_message_verifies_and_the_bytes_of_a_transaction_are_no_message()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "hidden-message");
        var request = new SignMessage { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId, Message = "I own this wallet." };

        var signed = await client.SignMessageAsync(request);

        var bytes = Convert.FromBase64String(signed.SignedBytes);
        Assert.Equal(wallet.Details.Address, signed.Signer);
        Assert.True(Ed25519.Verify(Address.Parse(signed.Signer).Span, bytes, Base58.Decode(signed.Signature)));
        Assert.False(Message.TryParse(bytes, out _));
        var refused = await Assert.ThrowsAsync<WalletRequestException>(() => client.SignMessageAsync(request with { Message = "\u0001\0\0" }));
        Assert.Equal("VALIDATION_FAILED", refused.Error.Code);
    }

    private static Instruction[] HiddenBehindPayment(string finding, Address wallet)
    {
        var account = AssociatedTokenProgram.FindAddress(wallet, TokenProgram.Id, Mint);
        var payment = SystemProgram.Transfer(wallet, Address.Parse(TestWallet.NewAddress()), 1_000);
        return finding switch
        {
            "SetAuthority" => [payment, Call(TokenProgram.Id, [account, wallet], [6, 2, 1, .. Thief.Span])],
            "Approve" => [payment, Call(TokenProgram.Id, [account, Thief, wallet], [4, .. new byte[8]])],
            "Assign" => [payment, Call(SystemProgram.Id, [wallet], [1, 0, 0, 0, .. Thief.Span])],
            "CloseAccount" => [payment, Call(TokenProgram.Id, [account, Thief, wallet], [9])],
            "UnknownInstruction" => [payment, Call(SystemProgram.Id, [wallet, Thief], [2, 0, 0, 0, .. new byte[9]])],
            "UnknownProgram" => [payment, Call(Thief, [wallet], [])],
            "DurableNonce" => [Call(SystemProgram.Id, [Mint, Thief, wallet], [4, 0, 0, 0]), payment],
            _ => throw new ArgumentException($"Nothing is known of {finding}.", nameof(finding)),
        };
    }

    private static Instruction Call(Address program, IEnumerable<Address> accounts, byte[] data) =>
        new(program, [.. accounts.Select(AccountMeta.Writable)], data);

    private static Blockhash AnyHash() => Blockhash.FromBytes(Thief.Span);

    private static Task<ErrorDetails> RefusalOfSigningAsync(TestWallet wallet, Instruction[] calls, params DeclaredOutflow[] declares) =>
        RefusalAsync(wallet, MessageCompiler.CompileLegacy(Address.Parse(wallet.Details.Address), calls, AnyHash()), declares);

    private static async Task<ErrorDetails> RefusalAsync(TestWallet wallet, Message message, params DeclaredOutflow[] declares)
    {
        var request = new SignTransaction
        {
            UserId = wallet.Details.UserId,
            WalletId = wallet.Details.WalletId,
            Transaction = Convert.ToBase64String(Transaction.Create(message).Serialize()),
            Declares = declares.Length == 0 ? null : declares,
        };
        return (await Assert.ThrowsAsync<WalletRequestException>(() => wallet.Client.SignTransactionAsync(request))).Error;
    }

    private async Task<Address> CreateTableAsync(params Address[] addresses)
    {
        const int HeadLength = 56;
        var data = new byte[HeadLength + (addresses.Length * Address.Length)];
        data[0] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(sizeof(uint)), ulong.MaxValue);
        for (var index = 0; index < addresses.Length; index++)
        {
            addresses[index].Span.CopyTo(data.AsSpan(HeadLength + (index * Address.Length)));
        }

        var table = TestWallet.NewAddress();
        await stack.Localnet.ControlAsync("account", new
        {
            pubkey = table,
            lamports = 10_000_000,
            data = Convert.ToBase64String(data),
            owner = AddressLookupTable.ProgramId.ToString(),
        });
        await stack.Localnet.ControlAsync("advance", new { slots = 2 });
        return Address.Parse(table);
    }
}
