using WalletService.Contracts;
using WalletService.Domain.Errors;

namespace WalletService.Messaging.Wire;

/// <summary>Errors of the domain as replies carry them.</summary>
internal static class ErrorMapping
{
    public static ErrorDetails ToDetails(this WalletError error) => new()
    {
        Code = error.Code,
        Message = error.Message,
        Retryable = error.Retryable,
        Details = error.Details.Count == 0 ? null : error.Details,
    };
}
