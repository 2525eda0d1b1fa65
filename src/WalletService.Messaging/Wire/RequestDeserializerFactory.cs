using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;

namespace WalletService.Messaging.Wire;

/// <summary>Gives an endpoint the reader of requests for one content type. What an endpoint sends by itself stays MassTransit's.</summary>
internal sealed class RequestDeserializerFactory(ContentType contentType, RequestTerms terms) : ISerializerFactory
{
    public ContentType ContentType => contentType;

    public IMessageSerializer CreateSerializer() => SystemTextJsonMessageSerializer.Instance;

    public IMessageDeserializer CreateDeserializer() => new RequestDeserializer(contentType, terms);
}
