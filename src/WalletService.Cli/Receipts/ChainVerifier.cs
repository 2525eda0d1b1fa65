using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;
using ChainTransaction = WalletService.Solana.Rpc.TransactionDetails;

namespace WalletService.Cli.Receipts;

/// <summary>Compares a receipt with what a Solana node says of the transaction, finalized. Trusts the node, and nobody else.</summary>
internal sealed class ChainVerifier(SolanaRpcClient node)
{
    private const string OnChain = "on chain";

    /// <exception cref="SolanaRpcException">The node does not answer.</exception>
    public async Task<IReadOnlyList<ReceiptCheck>> VerifyAsync(TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var genesis = (await node.GetGenesisHashAsync(cancellationToken)).ToString();
        var cluster = receipt.GenesisHash is null
            ? new ReceiptCheck("cluster", Passed: true, $"the receipt names no cluster; the node's is {genesis}")
            : ReceiptCheck.Same("cluster", receipt.GenesisHash, genesis, "the node's genesis hash");
        if (!Signature.TryParse(receipt.Signature, out var signature))
        {
            return [cluster, new ReceiptCheck("on chain", Passed: false, "the receipt's signature is none")];
        }

        var found = await node.GetTransactionAsync(signature, Commitment.Finalized, cancellationToken);
        return found is null
            ? [cluster, new ReceiptCheck("on chain", Passed: false, "the node has no finalized transaction with this signature")]
            : [cluster, new ReceiptCheck("on chain", Passed: true, "finalized"), .. Compare(receipt, found)];
    }

    private static IEnumerable<ReceiptCheck> Compare(TransactionReceipt receipt, ChainTransaction found)
    {
        var bytes = Convert.ToBase64String(found.TransactionBytes.Span);
        var sameBytes = string.Equals(receipt.Transaction, bytes, StringComparison.Ordinal);
        yield return new ReceiptCheck(
            "bytes on chain", sameBytes, sameBytes ? "the same, to the last bit" : "the transaction on chain has other bytes");
        yield return ReceiptCheck.Same("slot", Amounts.Write(receipt.Slot), Amounts.Write(found.Slot), OnChain);
        yield return ReceiptCheck.Same(
            "block time", Seconds(receipt.BlockTime?.ToUnixTimeSeconds()), Seconds(found.BlockTime ?? receipt.BlockTime?.ToUnixTimeSeconds()), OnChain);
        if (found.Meta is not { } meta || !Transaction.TryParse(found.TransactionBytes.Span, out var transaction))
        {
            yield return new ReceiptCheck("outcome", Passed: false, "the node has kept no outcome of the transaction: ask another one");
            yield break;
        }

        yield return ReceiptCheck.Same("fee on chain", receipt.FeeLamports, Amounts.Write(meta.Fee), OnChain);
        yield return Outcome(receipt.ChainError, meta.Error?.RawJson);
        IReadOnlyList<Address> accounts =
            [.. transaction.Message.Addresses, .. meta.LoadedAddresses?.Writable ?? [], .. meta.LoadedAddresses?.Readonly ?? []];
        yield return Balances("source on chain", receipt.Address, receipt.Balances.SourceBefore, receipt.Balances.SourceAfter);
        if (receipt.Recipient is { } recipient)
        {
            yield return Balances("recipient on chain", recipient, receipt.Balances.RecipientBefore, receipt.Balances.RecipientAfter);
        }

        if (receipt.Token is { Balances: { } tokens } token)
        {
            yield return Tokens("source tokens on chain", token.SourceAccount, tokens.SourceBefore, tokens.SourceAfter);
        }

        if (receipt.Token is { RecipientAccount: not null, Balances: { } received } paid)
        {
            yield return Tokens("recipient tokens on chain", paid.RecipientAccount, received.RecipientBefore, received.RecipientAfter);
        }

        ReceiptCheck Tokens(string name, string? account, string? before, string? after) => ReceiptCheck.Same(
            name, $"{before} -> {after}", $"{TokensAt(meta.PreTokenBalances, account)} -> {TokensAt(meta.PostTokenBalances, account)}", OnChain);

        string? TokensAt(IReadOnlyList<TokenBalance>? balances, string? account) => balances is null
            ? null
            : Amounts.Write(balances.FirstOrDefault(balance => balance.AccountIndex < accounts.Count
                && string.Equals(accounts[balance.AccountIndex].ToString(), account, StringComparison.Ordinal))?.UiTokenAmount.Amount ?? 0);

        ReceiptCheck Balances(string name, string address, string? before, string? after) => ReceiptCheck.Same(
            name, $"{before} -> {after}", $"{At(meta.PreBalances, address)} -> {At(meta.PostBalances, address)}", OnChain);

        string? At(IReadOnlyList<ulong> balances, string address)
        {
            var index = accounts.TakeWhile(account => !string.Equals(account.ToString(), address, StringComparison.Ordinal)).Count();
            return index < balances.Count ? Amounts.Write(balances[index]) : null;
        }
    }

    private static ReceiptCheck Outcome(string? stated, string? found)
    {
        var agrees = (stated is null) == (found is null) && (stated is null || IsSameJson(stated, found!));
        return new ReceiptCheck(
            "outcome",
            agrees,
            agrees ? found is null ? "succeeded" : $"failed with {found}" : $"the receipt says {stated ?? "success"}, the chain {found ?? "success"}");
    }

    private static bool IsSameJson(string stated, string found)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(stated), JsonNode.Parse(found));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Seconds(long? time) => time?.ToString(CultureInfo.InvariantCulture);
}
