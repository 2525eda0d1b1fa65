using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace WalletService.EndToEnd.Tests;

/// <summary>A collector of traces by OTLP over HTTP, which reads as much of its protobuf as the tests need.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<CollectedSpan> spans = new();

    private TraceCollector(WebApplication app) => this.app = app;

    public Uri Endpoint => new(app.Urls.Single() + "/v1/traces");

    public IReadOnlyList<CollectedSpan> Spans => [.. spans];

    public static async Task<TraceCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new TraceCollector(builder.Build());
        collector.app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector.Take(body.ToArray());
            return Results.Bytes([], "application/x-protobuf");
        });
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>ExportTraceServiceRequest.resource_spans (1) . scope_spans (2) . spans (2), of opentelemetry-proto.</summary>
    private void Take(ReadOnlyMemory<byte> request)
    {
        foreach (var span in Protobuf.Messages(request, 1).SelectMany(resource => Protobuf.Messages(resource, 2)).SelectMany(scope => Protobuf.Messages(scope, 2)))
        {
            spans.Enqueue(new CollectedSpan
            {
                TraceId = Hex(span, 1),
                SpanId = Hex(span, 2),
                ParentId = Hex(span, 4),
                Name = System.Text.Encoding.UTF8.GetString(Protobuf.Messages(span, 5).Single().Span),
                LinkedTraces = [.. Protobuf.Messages(span, 13).Select(link => Hex(link, 1))],
                Bytes = span,
            });
        }
    }

    private static string Hex(ReadOnlyMemory<byte> message, int field) =>
        Protobuf.Messages(message, field).Select(value => Convert.ToHexStringLower(value.Span)).FirstOrDefault(string.Empty);
}

/// <summary>A span as it was received.</summary>
internal sealed record CollectedSpan
{
    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Empty for the first of a trace.</summary>
    public required string ParentId { get; init; }

    public required string Name { get; init; }

    public required IReadOnlyList<string> LinkedTraces { get; init; }

    /// <summary>All of it.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }
}

/// <summary>Protobuf's wire format.</summary>
internal static class Protobuf
{
    /// <summary>The values of a field of length-delimited type: messages, strings and bytes.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Messages(ReadOnlyMemory<byte> message, int field)
    {
        var position = 0;
        while (position < message.Length)
        {
            var tag = Varint(message.Span, ref position);
            switch (tag & 7)
            {
                case 0:
                    Varint(message.Span, ref position);
                    break;
                case 1:
                    position += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref position);
                    if ((int)(tag >> 3) == field)
                    {
                        yield return message.Slice(position, length);
                    }

                    position += length;
                    break;
                case 5:
                    position += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException($"Wire type {tag & 7} is not used by OTLP.");
            }
        }
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int position)
    {
        var value = 0UL;
        var shift = 0;
        byte next;
        do
        {
            next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            shift += 7;
        }
        while ((next & 0x80) != 0);

        return value;
    }
}
