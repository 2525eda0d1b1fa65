using WalletService.Contracts;

namespace WalletService.Client;

/// <summary>The service refused a request, or could not do it.</summary>
public sealed class WalletRequestException : Exception
{
    public WalletRequestException(ErrorDetails error, string? requestId = null)
        : base($"{error.Code}: {error.Message}")
    {
        Error = error;
        RequestId = requestId;
    }

    /// <summary>The code to branch on, the text, whether it can succeed later, and particulars.</summary>
    public ErrorDetails Error { get; }

    /// <summary>The idempotency key of the request, when it has one: the same id asks for the same thing again.</summary>
    public string? RequestId { get; }
}
