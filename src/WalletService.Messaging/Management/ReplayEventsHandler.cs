using System.Text.Json;
using WalletService.Contracts.Management;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Transactions;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="ReplayEvents"/>
internal sealed class ReplayEventsHandler(ReplayEventsService service) : IRequestHandler<ReplayEvents, EventReplay>
{
    public async Task<Answer<EventReplay>> HandleAsync(ReplayEvents request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !TransactionFields.TryLimit(request.Limit, out var limit, out refusal))
        {
            return refusal;
        }

        if (request.FromSequence is < 1)
        {
            return WalletErrors.ValidationFailed("fromSequence", "is the number of an event, 1 or more.");
        }

        var result = await service.GetAsync(userId, walletId, request.FromSequence ?? 1, limit, cancellationToken);
        return result.TryGetValue(out var page, out var error)
            ? new EventReplay { Events = [.. page.Events.Select(ToContract)], NextSequence = page.NextSequence }
            : error;
    }

    private static WalletEvent ToContract(OutboxEvent item)
    {
        using var data = JsonDocument.Parse(item.Data);
        return new WalletEvent
        {
            EventId = item.EventId.ToString("D"),
            Topic = item.Topic,
            Type = item.Type,
            Version = item.Version,
            OccurredAt = item.OccurredAt,
            WalletId = item.WalletId?.ToString(),
            UserId = item.UserId?.Value,
            Sequence = item.Sequence,
            Data = data.RootElement.Clone(),
        };
    }
}
