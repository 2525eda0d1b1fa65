using WalletService.Solana.Rpc;

namespace WalletService.Solana.Tests.Fuzzing;

/// <summary>Replies as nodes give them, and the call that reads each.</summary>
internal static class RpcReplies
{
    private const string Key = "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z";
    private const string Account =
        """{"lamports":5,"owner":"FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z","data":["AQI=","base64"],"executable":false,"space":2}""";

    private const string Meta =
        """{"err":{"InstructionError":[0,{"Custom":1}]},"fee":5000,"preBalances":[1,2],"postBalances":[1,2],"preTokenBalances":[{"accountIndex":1,"mint":"FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z","uiTokenAmount":{"amount":"5","decimals":6}}],"postTokenBalances":[],"logMessages":["l"],"loadedAddresses":{"writable":[],"readonly":[]}}""";

    private static readonly Signature SomeSignature = Signature.FromBytes(Ed25519.Sign(TestKeys.Seed1, []));

    private static readonly byte[] Failure = Utf8(
        """{"jsonrpc":"2.0","id":1,"error":{"code":-32002,"message":"m","data":{"err":{"InstructionError":[0,{"Custom":1}]},"logs":["a"],"unitsConsumed":5}}}""");

    public static IReadOnlyList<(IReadOnlyList<byte[]> Corpus, Func<SolanaRpcClient, Task> Call)> All { get; } =
    [
        ([Value("5"), Failure], client => client.GetBalanceAsync(TestKeys.Address1, Commitment.Confirmed)),
        ([Value(Account), Value("null"), Failure], client => client.GetAccountInfoAsync(TestKeys.Address1, Commitment.Confirmed)),
        ([Value($$"""[{"pubkey":"{{Key}}","account":{{Account}}}]""")],
            client => client.GetTokenAccountsByOwnerAsync(TestKeys.Address1, TestKeys.Address2, Commitment.Confirmed)),
        ([Value($$"""{"blockhash":"{{Key}}","lastValidBlockHeight":5}""")], client => client.GetLatestBlockhashAsync(Commitment.Confirmed)),
        ([Value("""[{"slot":5,"confirmations":1,"err":{"InsufficientFundsForRent":{"account_index":0}},"confirmationStatus":"confirmed"}]""")],
            client => client.GetSignatureStatusesAsync([SomeSignature], searchTransactionHistory: true)),
        ([Value($$"""{"err":null,"logs":["l"],"unitsConsumed":5,"accounts":[null,{{Account}}]}"""), Failure],
            client => client.SimulateTransactionAsync(new byte[1], new SimulateOptions())),
        ([Result($"\"{SomeSignature}\""), Failure], client => client.SendTransactionAsync(new byte[1])),
        ([Result($$"""{"slot":5,"blockTime":1,"version":0,"transaction":["AQI=","base64"],"meta":{{Meta}}}""")],
            client => client.GetTransactionAsync(SomeSignature, Commitment.Finalized)),
        ([Block()], client => client.GetBlockAsync(5, Commitment.Finalized)),
        ([Result("[5,6]")], client => client.GetBlocksAsync(5, 6, Commitment.Finalized)),
    ];

    private static byte[] Block() => Result(
        $$$"""{"blockhash":"{{{Key}}}","parentSlot":4,"blockHeight":3,"transactions":[{"meta":{{{Meta}}},"transaction":{"signatures":["{{{SomeSignature}}}"],"accountKeys":[{"pubkey":"{{{Key}}}","signer":true,"writable":true}]}}]}""");

    private static byte[] Value(string json) => Result($$"""{"context":{"slot":5},"value":{{json}}}""");

    private static byte[] Result(string json) => Utf8($$"""{"jsonrpc":"2.0","id":1,"result":{{json}}}""");

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
