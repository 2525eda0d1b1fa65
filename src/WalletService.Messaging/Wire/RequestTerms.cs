using Microsoft.Extensions.Options;
using WalletService.Domain.Errors;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Wire;

/// <summary>On which terms messages are taken: from whom, and how large.</summary>
internal sealed class RequestTerms(CallerAdmission callers, IOptions<MessagingOptions> options)
{
    public CallerAdmission Callers => callers;

    /// <summary>Null when the body is not too large for its route.</summary>
    public WalletError? RefuseSize(WalletRoute route, int bytes)
    {
        var atMost = Math.Max(options.Value.MaximumBodyBytes, route.BodyBytes);
        return bytes > atMost
            ? WalletErrors.ValidationFailed("body", $"has {bytes} bytes, and at most {atMost} are taken.")
            : null;
    }
}
