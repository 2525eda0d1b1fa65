using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WalletService.Domain.Features;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <summary>One route of the service: its name on the wire, its contracts, and how to run a request of it.</summary>
internal abstract class WalletRoute
{
    private protected WalletRoute(string name, JsonTypeInfo request, string messageUrn, int bodyBytes)
    {
        Name = name;
        MessageUrn = messageUrn;
        BodyBytes = bodyBytes;
        RequestFields = request.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        RefusesUnknownFields = request.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
    }

    /// <summary>The routing key.</summary>
    public string Name { get; }

    /// <summary>How MassTransit names the request's type in its envelopes.</summary>
    public string MessageUrn { get; }

    /// <summary>Bodies of so many bytes are taken, also where the settings take only smaller ones; 0 when the settings alone count.</summary>
    public int BodyBytes { get; }

    /// <summary>The fields of the request, as JSON names them.</summary>
    public IReadOnlySet<string> RequestFields { get; }

    public bool RefusesUnknownFields { get; }

    /// <summary>Whether it changes nothing and costs neither keys nor signatures.</summary>
    public bool IsRead { get; init; }

    /// <summary>Whether it pays or signs, so that it counts for the limits of all that do.</summary>
    public bool MovesValue { get; init; }

    /// <summary>Whether only a caller that is an administrator may use it. The user that such a request names is its subject.</summary>
    public bool IsForAdministrators { get; init; }

    /// <summary>The request, or null for a JSON null.</summary>
    /// <exception cref="JsonException">The text is no JSON or does not fit the contract.</exception>
    public abstract object? ReadRequest(ReadOnlySpan<byte> json);

    public abstract string? UserIdOf(object request);

    public abstract string? RequestIdOf(object request);

    /// <summary>The parts of the service that a request needs and that may be switched off.</summary>
    public abstract IReadOnlyList<Feature> FeaturesOf(object request);

    /// <summary>Runs the request, or answers with the refusal that reading it gave, by the pipeline's generic method.</summary>
    public abstract Task RunAsync(RequestPipeline pipeline, RequestDelivery delivery, CancellationToken cancellationToken);
}
