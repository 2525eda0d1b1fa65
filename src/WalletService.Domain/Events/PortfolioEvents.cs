using System.Globalization;
using WalletService.Domain.Deposits;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Events;

/// <summary>What changes in what wallets hold.</summary>
public static class PortfolioEvents
{
    private static readonly EventKind<BalanceEventData> BalanceUpdated =
        new(EventTopics.Portfolio, "balance.updated", EventDataJson.Default.BalanceEventData);

    private static readonly EventKind<TokenTransferEventData> TokenTransferred =
        new(EventTopics.Portfolio, "token.transferred", EventDataJson.Default.TokenTransferEventData);

    internal static IReadOnlyList<EventKind> Kinds { get; } = [BalanceUpdated, TokenTransferred];

    /// <summary>What a transaction that was none of the service's has left in an account of a wallet.</summary>
    internal static EventDraft Booked(BookAccount account, ulong balance, ulong slot, TransactionSignature signature) =>
        BalanceUpdated.Tell(new BalanceEventData(
            account.Mint?.Value,
            account.Mint is null ? null : account.Account.Value,
            balance.ToString(CultureInfo.InvariantCulture),
            slot,
            signature.Value,
            TransactionId: null));

    /// <summary>What a transfer that the chain has executed for good has left in the wallet, as far as it is known, and whom it paid in tokens.</summary>
    internal static IEnumerable<EventDraft> OfExecution(Transfer transfer)
    {
        if (transfer is not { Execution: { } execution, Attempt: { } attempt })
        {
            yield break;
        }

        if (execution.SourceAfter is { } after)
        {
            yield return BalanceUpdated.Tell(new BalanceEventData(
                Mint: null, TokenAccount: null, after.ToString(), execution.Slot, attempt.Signature.Value, transfer.Id.ToString()));
        }

        if (transfer is not { Token: { } token, Status: TransferStatus.Finalized })
        {
            yield break;
        }

        if (execution.Tokens is { } balances)
        {
            yield return BalanceUpdated.Tell(new BalanceEventData(
                token.Mint.Value,
                token.SourceAccount.Value,
                balances.SourceAfter.ToString(CultureInfo.InvariantCulture),
                execution.Slot,
                attempt.Signature.Value,
                transfer.Id.ToString()));
        }

        foreach (var part in token.Parts)
        {
            yield return TokenTransferred.Tell(new TokenTransferEventData(
                transfer.Id.ToString(),
                token.Mint.Value,
                token.Program.Value,
                token.Decimals,
                token.SourceAccount.Value,
                part.Recipient.Value,
                part.RecipientAccount.Value,
                part.Amount.ToString(CultureInfo.InvariantCulture),
                (part.TransferFee ?? 0).ToString(CultureInfo.InvariantCulture),
                attempt.Signature.Value,
                execution.Slot));
        }
    }
}
