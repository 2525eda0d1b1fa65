namespace WalletService.Messaging.Routing;

/// <summary>
/// Handles the requests of one route: reads the fields, calls the use case, makes the reply's data of the result. Failures of
/// dependencies are not caught here: <see cref="FailureTranslation"/> is the one place that turns them into replies.
/// </summary>
/// <typeparam name="TRequest">The contract of the request.</typeparam>
/// <typeparam name="TData">The contract of the reply's <c>data</c>.</typeparam>
internal interface IRequestHandler<in TRequest, TData>
    where TRequest : class
    where TData : class
{
    Task<Answer<TData>> HandleAsync(TRequest request, RequestOrigin origin, CancellationToken cancellationToken);
}
