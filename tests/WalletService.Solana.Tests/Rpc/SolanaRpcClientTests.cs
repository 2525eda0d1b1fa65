using WalletService.Solana.Rpc;

namespace WalletService.Solana.Tests.Rpc;

/// <summary>What is asked and how the answers are read, method by method.</summary>
public sealed class SolanaRpcClientTests
{
    private const string Owner = "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z";
    private const string Account = """{"lamports":18446744073709551615,"owner":"11111111111111111111111111111111","data":["AQI=","base64"],"executable":false,"rentEpoch":18446744073709551615,"space":2}""";

    private static readonly Signature SomeSignature = Signature.FromBytes(Ed25519.Sign(TestKeys.Seed1, []));

    [Fact]
    public async Task Reads_lamports_beyond_the_precision_of_a_double()
    {
        var node = FakeNode.WithValue("9007199254740993", slot: ulong.MaxValue);
        var balance = await node.CreateClient().GetBalanceAsync(TestKeys.Address1, Commitment.Finalized, minContextSlot: 9007199254740995);
        Assert.Equal(new RpcResult<ulong>(ulong.MaxValue, 9007199254740993), balance);
        Assert.Equal("getBalance", node.LastMethod);
        Assert.Equal($$"""["{{Owner}}",{"commitment":"finalized","minContextSlot":9007199254740995}]""", node.LastParameters);
    }

    [Fact]
    public async Task Reads_an_account_and_its_absence()
    {
        var node = FakeNode.WithValue(Account);
        var account = (await node.CreateClient().GetAccountInfoAsync(TestKeys.Address1, Commitment.Confirmed)).Value;
        Assert.NotNull(account);
        Assert.Equal(ulong.MaxValue, account.Lamports);
        Assert.Equal([1, 2], account.Data.ToArray());
        Assert.Equal(WellKnownAddresses.SystemProgram, account.Owner);
        Assert.Equal($$"""["{{Owner}}",{"commitment":"confirmed","encoding":"base64"}]""", node.LastParameters);
        Assert.Null((await FakeNode.WithValue("null").CreateClient().GetAccountInfoAsync(TestKeys.Address1, Commitment.Confirmed)).Value);
    }

    [Fact]
    public async Task Reads_many_accounts_in_order_and_refuses_another_number()
    {
        var node = FakeNode.WithValue($"[null,{Account}]");
        var result = await node.CreateClient().GetMultipleAccountsAsync([TestKeys.Address2, TestKeys.Address1], Commitment.Confirmed);
        Assert.Null(result.Value[0]);
        Assert.NotNull(result.Value[1]);
        await Assert.ThrowsAsync<RpcTransportException>(() =>
            node.CreateClient().GetMultipleAccountsAsync([TestKeys.Address2], Commitment.Confirmed));
        await Assert.ThrowsAsync<ArgumentException>(() => node.CreateClient().GetMultipleAccountsAsync(
            [.. Enumerable.Repeat(TestKeys.Address1, 101)], Commitment.Confirmed));
    }

    [Fact]
    public async Task Reads_token_accounts()
    {
        var node = FakeNode.WithValue($$"""[{"pubkey":"{{Owner}}","account":{{Account}}}]""");
        var result = await node.CreateClient().GetTokenAccountsByOwnerAsync(
            TestKeys.Address2, WellKnownAddresses.TokenProgram, Commitment.Confirmed);
        Assert.Equal(TestKeys.Address1, Assert.Single(result.Value).Address);
        Assert.Equal(
            $$"""["{{TestKeys.Address2}}",{"programId":"{{WellKnownAddresses.TokenProgram}}"},{"commitment":"confirmed","encoding":"base64"}]""",
            node.LastParameters);
        await Assert.ThrowsAsync<RpcTransportException>(() => FakeNode.WithValue("[null]").CreateClient()
            .GetTokenAccountsByOwnerAsync(TestKeys.Address2, WellKnownAddresses.TokenProgram, Commitment.Confirmed));
    }

    [Fact]
    public async Task Reads_the_latest_blockhash_and_its_validity()
    {
        var node = FakeNode.WithValue($$"""{"blockhash":"{{TestKeys.Blockhash}}","lastValidBlockHeight":3090}""");
        var latest = await node.CreateClient().GetLatestBlockhashAsync(Commitment.Confirmed);
        Assert.Equal(new LatestBlockhash(TestKeys.Blockhash, 3090), latest.Value);
        Assert.Equal("""[{"commitment":"confirmed"}]""", node.LastParameters);
        Assert.True((await FakeNode.WithValue("true").CreateClient().IsBlockhashValidAsync(TestKeys.Blockhash, Commitment.Processed)).Value);
        await Assert.ThrowsAsync<RpcTransportException>(() =>
            FakeNode.WithValue("null").CreateClient().GetLatestBlockhashAsync(Commitment.Confirmed));
    }

    [Fact]
    public async Task Reads_fees_and_rent()
    {
        Assert.Equal(5000UL, (await FakeNode.WithValue("5000").CreateClient().GetFeeForMessageAsync(new byte[3], Commitment.Confirmed)).Value);
        Assert.Null((await FakeNode.WithValue("null").CreateClient().GetFeeForMessageAsync(new byte[3], Commitment.Confirmed)).Value);
        var node = FakeNode.WithResult("650240");
        Assert.Equal(650_240UL, await node.CreateClient().GetMinimumBalanceForRentExemptionAsync(0));
        Assert.Equal("""[0,{"commitment":"confirmed"}]""", node.LastParameters);
        node = FakeNode.WithResult("""[{"slot":5,"prioritizationFee":10000}]""");
        var fees = await node.CreateClient().GetRecentPrioritizationFeesAsync([TestKeys.Address1]);
        Assert.Equal([new PrioritizationFeeSample { Slot = 5, MicroLamports = 10_000 }], fees);
        Assert.Equal($$"""[["{{Owner}}"]]""", node.LastParameters);
    }

    [Fact]
    public async Task Simulates_with_the_options_given()
    {
        var node = FakeNode.WithValue(
            $$"""{"err":null,"logs":["a"],"unitsConsumed":450,"loadedAccountsDataSize":300,"accounts":[{{Account}},null]}""");
        var result = await node.CreateClient().SimulateTransactionAsync(
            new byte[] { 1, 2 },
            new SimulateOptions { ReplaceRecentBlockhash = true, MinContextSlot = 5, Accounts = [TestKeys.Address1, TestKeys.Address2] });
        Assert.Null(result.Value.Error);
        Assert.Equal(450UL, result.Value.UnitsConsumed);
        Assert.Equal(300UL, result.Value.LoadedAccountsDataSize);
        Assert.Null(result.Value.Accounts![1]);
        Assert.Equal(
            $$$$"""["AQI=",{"commitment":"confirmed","minContextSlot":5,"encoding":"base64","sigVerify":false,"replaceRecentBlockhash":true,"accounts":{"encoding":"base64","addresses":["{{{{Owner}}}}","{{{{TestKeys.Address2}}}}"]}}]""",
            node.LastParameters);
        await Assert.ThrowsAsync<ArgumentException>(() => node.CreateClient().SimulateTransactionAsync(
            new byte[1], new SimulateOptions { ReplaceRecentBlockhash = true, VerifySignatures = true }));
    }

    [Fact]
    public async Task Sends_with_the_options_given()
    {
        var node = FakeNode.WithResult($"\"{SomeSignature}\"");
        Assert.Equal(SomeSignature, await node.CreateClient().SendTransactionAsync(new byte[] { 1, 2 }));
        Assert.Equal("""["AQI=",{"encoding":"base64","skipPreflight":false,"preflightCommitment":"confirmed"}]""", node.LastParameters);
        await node.CreateClient().SendTransactionAsync(
            new byte[] { 1 },
            new SendOptions { SkipPreflight = true, PreflightCommitment = Commitment.Processed, MaxRetries = 0, MinContextSlot = 9 });
        Assert.Equal(
            """["AQ==",{"encoding":"base64","skipPreflight":true,"preflightCommitment":"processed","maxRetries":0,"minContextSlot":9}]""",
            node.LastParameters);
    }

    [Fact]
    public async Task Reads_signature_statuses()
    {
        var node = FakeNode.WithValue(
            """[null,{"slot":72,"confirmations":10,"err":null,"status":{"Ok":null},"confirmationStatus":"confirmed"},{"slot":48,"confirmations":null,"err":{"InstructionError":[1,{"Custom":6001}]},"confirmationStatus":"finalized"}]""");
        var statuses = await node.CreateClient().GetSignatureStatusesAsync([SomeSignature, SomeSignature, SomeSignature], true);
        Assert.Null(statuses.Value[0]);
        Assert.Equal(
            new SignatureStatus { Slot = 72, Confirmations = 10, ConfirmationStatus = Commitment.Confirmed }, statuses.Value[1]);
        Assert.Equal(6001u, statuses.Value[2]!.Error!.CustomCode);
        Assert.Equal(1, statuses.Value[2]!.Error!.InstructionIndex);
        Assert.Null(statuses.Value[2]!.Confirmations);
        Assert.EndsWith("""{"searchTransactionHistory":true}]""", node.LastParameters, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => node.CreateClient().GetSignatureStatusesAsync(
            [.. Enumerable.Repeat(SomeSignature, 257)], false));
    }

    [Fact]
    public async Task Reads_a_transaction_with_its_balances()
    {
        var node = FakeNode.WithResult(
            $$$$"""{"slot":5,"blockTime":1700000000,"version":1,"transaction":["AQI=","base64"],"meta":{"err":null,"fee":5000,"preBalances":[18446744073709551615,1],"postBalances":[1,2],"preTokenBalances":[],"postTokenBalances":[{"accountIndex":1,"mint":"{{{{Owner}}}}","owner":"{{{{Owner}}}}","uiTokenAmount":{"amount":"18446744073709551615","decimals":6,"uiAmount":1.5,"uiAmountString":"1.5"}}],"logMessages":["l"],"loadedAddresses":{"writable":["{{{{Owner}}}}"],"readonly":[]},"computeUnitsConsumed":150}}""");
        var details = await node.CreateClient().GetTransactionAsync(SomeSignature, Commitment.Finalized);
        Assert.NotNull(details?.Meta);
        Assert.Equal([1, 2], details.TransactionBytes.ToArray());
        Assert.Equal([ulong.MaxValue, 1UL], details.Meta.PreBalances);
        Assert.Equal(ulong.MaxValue, details.Meta.PostTokenBalances![0].UiTokenAmount.Amount);
        Assert.Equal([TestKeys.Address1], details.Meta.LoadedAddresses!.Writable);
        Assert.Equal(
            $$"""["{{SomeSignature}}",{"commitment":"finalized","encoding":"base64","maxSupportedTransactionVersion":1}]""", node.LastParameters);
        Assert.Null(await FakeNode.WithResult("null").CreateClient().GetTransactionAsync(SomeSignature, Commitment.Confirmed));
        await Assert.ThrowsAsync<ArgumentException>(() => node.CreateClient().GetTransactionAsync(SomeSignature, Commitment.Processed));
    }

    [Fact]
    public async Task Reads_the_history_of_an_address()
    {
        var node = FakeNode.WithResult($$"""[{"signature":"{{SomeSignature}}","slot":5,"err":"AccountNotFound","memo":null,"blockTime":1}]""");
        var history = await node.CreateClient().GetSignaturesForAddressAsync(
            TestKeys.Address1, Commitment.Finalized, limit: 10, until: SomeSignature);
        Assert.Equal("AccountNotFound", Assert.Single(history).Error!.Kind);
        Assert.Equal(
            $$"""["{{Owner}}",{"commitment":"finalized","limit":10,"until":"{{SomeSignature}}"}]""", node.LastParameters);
    }

    [Fact]
    public async Task Reads_blocks()
    {
        var node = FakeNode.WithResult("[5,6,8]");
        Assert.Equal([5UL, 6UL, 8UL], await node.CreateClient().GetBlocksAsync(5, 8, Commitment.Finalized));
        Assert.Equal("""[5,8,{"commitment":"finalized"}]""", node.LastParameters);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => node.CreateClient().GetBlocksAsync(0, 500_001, Commitment.Finalized));
        node = FakeNode.WithResult(
            $$$$"""{"blockhash":"{{{{TestKeys.Blockhash}}}}","previousBlockhash":"{{{{TestKeys.Blockhash}}}}","parentSlot":4,"blockHeight":3,"blockTime":null,"transactions":[{"version":"legacy","meta":{"err":null,"fee":5000,"preBalances":[5],"postBalances":[6]},"transaction":{"signatures":["{{{{SomeSignature}}}}"],"accountKeys":[{"pubkey":"{{{{Owner}}}}","signer":true,"writable":true,"source":"transaction"}]}}]}""");
        var block = await node.CreateClient().GetBlockAsync(5, Commitment.Finalized);
        var transaction = Assert.Single(block!.Transactions);
        Assert.Equal([SomeSignature], transaction.Transaction.Signatures);
        Assert.Equal(
            [new BlockAccount { Address = TestKeys.Address1, Signer = true, Writable = true }], transaction.Transaction.AccountKeys);
        Assert.Equal(
            """[5,{"commitment":"finalized","encoding":"jsonParsed","transactionDetails":"accounts","rewards":false,"maxSupportedTransactionVersion":1}]""",
            node.LastParameters);
    }

    [Fact]
    public async Task Reads_where_the_cluster_and_the_node_are()
    {
        Assert.Equal(12UL, await FakeNode.WithResult("12").CreateClient().GetBlockHeightAsync(Commitment.Finalized, minContextSlot: 3));
        Assert.Equal(13UL, await FakeNode.WithResult("13").CreateClient().GetSlotAsync(Commitment.Finalized));
        Assert.Equal(1_790_000_000L, await FakeNode.WithResult("1790000000").CreateClient().GetBlockTimeAsync(slot: 12));
        var epoch = await FakeNode.WithResult(
            """{"absoluteSlot":1,"blockHeight":2,"epoch":3,"slotIndex":4,"slotsInEpoch":5,"transactionCount":null}""")
            .CreateClient().GetEpochInfoAsync(Commitment.Confirmed);
        Assert.Equal(new EpochInfo { AbsoluteSlot = 1, BlockHeight = 2, Epoch = 3, SlotIndex = 4, SlotsInEpoch = 5 }, epoch);
        Assert.Equal(TestKeys.Blockhash, await FakeNode.WithResult($"\"{TestKeys.Blockhash}\"").CreateClient().GetGenesisHashAsync());
        var version = await FakeNode.WithResult("""{"solana-core":"4.2.0","feature-set":4294967295}""").CreateClient().GetVersionAsync();
        Assert.Equal(new NodeVersion { SolanaCore = "4.2.0", FeatureSet = uint.MaxValue }, version);
        Assert.Equal(SomeSignature, await FakeNode.WithResult($"\"{SomeSignature}\"").CreateClient().RequestAirdropAsync(TestKeys.Address1, 5));
    }

    [Theory]
    [InlineData("""{"code":-32005,"message":"Node is behind by 42 slots","data":{"numSlotsBehind":42}}""", 42UL)]
    [InlineData("""{"code":-32005,"message":"Node is unhealthy","data":{"numSlotsBehind":null}}""", null)]
    [InlineData("""{"code":-32005,"message":"Node is unhealthy"}""", null)]
    public async Task Takes_an_unhealthy_node_for_an_answer(string error, ulong? behind) =>
        Assert.Equal(new NodeHealth(false, behind), await FakeNode.WithError(error).CreateClient().GetHealthAsync());

    [Fact]
    public async Task Takes_a_healthy_node_for_an_answer()
    {
        var node = FakeNode.WithResult("\"ok\"");
        Assert.Equal(new NodeHealth(true, null), await node.CreateClient().GetHealthAsync());
        Assert.Equal(string.Empty, node.LastParameters);
    }
}
