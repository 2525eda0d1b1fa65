using System.Net.Mime;

namespace WalletService.Messaging.Wire;

/// <summary>The two formats of messages.</summary>
internal static class MediaTypes
{
    public const string Envelope = "application/vnd.masstransit+json";

    public static ContentType JsonContentType { get; } = new(MediaTypeNames.Application.Json);

    public static ContentType EnvelopeContentType { get; } = new(Envelope);
}
