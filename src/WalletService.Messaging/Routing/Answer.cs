using WalletService.Domain.Errors;

namespace WalletService.Messaging.Routing;

/// <summary>What a handler has to say: the result, or how to come by it later, after the request has been acknowledged.</summary>
internal readonly struct Answer<TData>
    where TData : class
{
    private Answer(Result<TData>? now, Func<CancellationToken, Task<Result<TData>>>? later)
    {
        Now = now;
        Later = later;
    }

    /// <summary>The result; null when it comes later.</summary>
    public Result<TData>? Now { get; }

    /// <summary>
    /// Waits for the result without holding the request's place in the queue. All that must not be lost is committed before.
    /// When the token is cancelled the service is stopping, and the result is what is known by then.
    /// </summary>
    public Func<CancellationToken, Task<Result<TData>>>? Later { get; }

    public static implicit operator Answer<TData>(TData data) => new(data, null);

    public static implicit operator Answer<TData>(WalletError error) => new(error, null);

    public static implicit operator Answer<TData>(Result<TData> result) => new(result, null);

    public static Answer<TData> After(Func<CancellationToken, Task<Result<TData>>> later) => new(null, later);
}
