using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletService.Contracts.Balances;
using WalletService.Domain.Deposits;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Transactions;

namespace WalletService.Messaging.Balances;

/// <inheritdoc cref="ListDeposits"/>
internal sealed class ListDepositsHandler(IDepositHistory history) : IRequestHandler<ListDeposits, DepositList>
{
    private static readonly Dictionary<string, DepositStatus> StatusesByName =
        Enum.GetValues<DepositStatus>().ToDictionary(NameOf, StringComparer.Ordinal);

    public async Task<Answer<DepositList>> HandleAsync(ListDeposits request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !TryReadFilter(request, out var filter, out refusal)
            || !TransactionFields.TryLimit(request.Limit, out var limit, out refusal)
            || !TryCursor(request.Cursor, out var before, out refusal))
        {
            return refusal;
        }

        var page = await history.ListAsync(userId, filter, limit, before, cancellationToken);
        return new DepositList { Deposits = [.. page.Deposits.Select(ToContract)], NextCursor = page.Next?.ToString("D") };
    }

    private static bool TryReadFilter(
        ListDeposits request, [NotNullWhen(true)] out DepositFilter? filter, [NotNullWhen(false)] out WalletError? refusal)
    {
        filter = null;
        WalletId? walletId = null;
        if (request.WalletId is not null && !RequestFields.TryWalletId(request.WalletId, out walletId, out refusal))
        {
            return false;
        }

        SolanaAddress? mint = null;
        if (request.Mint is not null && !SolanaAddress.TryParse(request.Mint, out mint))
        {
            refusal = WalletErrors.ValidationFailed("mint", "is the address of a mint: base58 of 32 bytes.");
            return false;
        }

        var isKnown = StatusesByName.TryGetValue(request.Status ?? string.Empty, out var status);
        if (request.Status is not null && !isKnown)
        {
            refusal = WalletErrors.ValidationFailed("status", $"is one of {string.Join(", ", StatusesByName.Keys)}.");
            return false;
        }

        refusal = null;
        filter = new DepositFilter(walletId, mint, isKnown ? status : null);
        return true;
    }

    private static bool TryCursor(string? text, out Guid? before, [NotNullWhen(false)] out WalletError? refusal)
    {
        var isId = Guid.TryParseExact(text, "D", out var id);
        before = isId ? id : null;
        refusal = text is null || isId ? null : WalletErrors.ValidationFailed("cursor", "is the nextCursor of the page before.");
        return refusal is null;
    }

    private static DepositDetails ToContract(Deposit deposit) => new()
    {
        DepositId = deposit.Id.ToString("D"),
        WalletId = deposit.WalletId.ToString(),
        Status = NameOf(deposit.Status),
        Account = deposit.Account.Value,
        Mint = deposit.Mint?.Value,
        Program = deposit.Program?.Value,
        Decimals = deposit.Decimals,
        Amount = deposit.Amount.ToString(CultureInfo.InvariantCulture),
        Signature = deposit.Signature.Value,
        Slot = deposit.Slot,
        BlockTime = deposit.BlockTime,
        DetectedAt = deposit.DetectedAt,
        ReceivedAt = deposit.ReceivedAt,
    };

    private static string NameOf(DepositStatus status) => status switch
    {
        DepositStatus.Detected => "detected",
        DepositStatus.Received => "received",
        DepositStatus.Dropped => "dropped",
    };
}
