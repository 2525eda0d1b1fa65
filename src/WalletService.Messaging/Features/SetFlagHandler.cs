using System.Globalization;
using WalletService.Contracts.Features;
using WalletService.Domain.Errors;
using WalletService.Domain.Features;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Features;

/// <inheritdoc cref="SetFlag"/>
internal sealed class SetFlagHandler(FeatureService service) : IRequestHandler<SetFlag, FlagDetails>
{
    public async Task<Answer<FlagDetails>> HandleAsync(SetFlag request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!FeatureNames.TryParse(request.Feature, out var feature))
        {
            return WalletErrors.ValidationFailed("feature", $"is one of: {string.Join(", ", FeatureNames.All.Select(FeatureNames.Of))}.");
        }

        if (request.Enabled is not { } isOn)
        {
            return WalletErrors.ValidationFailed("enabled", "is missing. It is true or false.");
        }

        var reason = request.Reason?.Trim();
        if (reason is not { Length: > 0 and <= FeatureSetting.MaximumReasonLength } || reason.Any(char.IsControl))
        {
            return WalletErrors.ValidationFailed(
                "reason",
                string.Create(CultureInfo.InvariantCulture, $"is 1 to {FeatureSetting.MaximumReasonLength} characters without control characters."));
        }

        return (await service.SetAsync(origin.Caller, feature, isOn, reason, cancellationToken)).ToDetails();
    }
}
