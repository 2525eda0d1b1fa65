namespace WalletService.Contracts;

/// <summary>
/// The reply to every request: <c>{"success":true,"data":{...}}</c> or <c>{"success":false,"error":{...}}</c>. Each route has a
/// reply type of its own, so that typed clients can tell them apart.
/// </summary>
public abstract record Reply<TData>
    where TData : class
{
    public required bool Success { get; init; }

    /// <summary>Present when <see cref="Success"/> is true.</summary>
    public TData? Data { get; init; }

    /// <summary>Present when <see cref="Success"/> is false.</summary>
    public ErrorDetails? Error { get; init; }
}

/// <summary>Why a request was refused.</summary>
public sealed record ErrorDetails
{
    /// <summary>One of <see cref="ErrorCodes"/>.</summary>
    public required string Code { get; init; }

    /// <summary>What is wrong and what to do, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the same request can succeed later without a change to it.</summary>
    public required bool Retryable { get; init; }

    /// <summary>Machine-readable particulars, e.g. <c>field</c>, <c>availableLamports</c>, <c>transactionId</c>.</summary>
    public IReadOnlyDictionary<string, string>? Details { get; init; }
}

/// <summary>The reply to what is no valid request of any route.</summary>
public sealed record RejectedReply : Reply<object>;
