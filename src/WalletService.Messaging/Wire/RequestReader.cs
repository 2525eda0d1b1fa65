using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using WalletService.Domain.Errors;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Wire;

/// <summary>Reads the JSON of a request into its route's contract.</summary>
internal static class RequestReader
{
    public static bool TryRead(
        WalletRoute route,
        ReadOnlySpan<byte> json,
        [NotNullWhen(true)] out object? request,
        [NotNullWhen(false)] out WalletError? refusal)
    {
        Exception? failure = null;
        try
        {
            request = route.ReadRequest(json);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is no valid Unicode, such as half of a surrogate pair.
            failure = exception;
            request = null;
        }

        refusal = request is null ? RequestDiagnosis.Of(route, json, failure as JsonException) : null;
        return request is not null;
    }
}
