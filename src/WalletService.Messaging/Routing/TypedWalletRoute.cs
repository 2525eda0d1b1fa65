using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WalletService.Contracts;
using WalletService.Domain.Errors;
using WalletService.Domain.Features;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <inheritdoc cref="WalletRoute"/>
/// <param name="toReply">Makes the reply of its data, or of an error.</param>
internal sealed class TypedWalletRoute<TRequest, TReply, TData>(
    string name, Func<TRequest, string?> userId, Func<TRequest, string?> requestId, Func<TData?, ErrorDetails?, TReply> toReply, int bodyBytes = 0)
    : WalletRoute(name, RequestJson, MassTransit.MessageUrn.ForTypeString<TRequest>(), bodyBytes)
    where TRequest : class
    where TReply : Reply<TData>
    where TData : class
{
    private static readonly JsonTypeInfo<TRequest> RequestJson =
        (JsonTypeInfo<TRequest>)ContractJson.Options.GetTypeInfo(typeof(TRequest));

    /// <inheritdoc cref="FeaturesOf"/>
    public Func<TRequest, IReadOnlyList<Feature>> Features { get; init; } = _ => [];

    public override object? ReadRequest(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, RequestJson);

    public override string? UserIdOf(object request) => userId((TRequest)request);

    public override string? RequestIdOf(object request) => requestId((TRequest)request);

    public override IReadOnlyList<Feature> FeaturesOf(object request) => Features((TRequest)request);

    public TReply ToReply(Result<TData> result) => result.TryGetValue(out var data, out var error)
        ? toReply(data, null)
        : toReply(null, error.ToDetails());

    public override Task RunAsync(RequestPipeline pipeline, RequestDelivery delivery, CancellationToken cancellationToken) =>
        pipeline.RunAsync(this, delivery, cancellationToken);
}
