using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WalletService.Domain.Events;

/// <summary>A kind of event: where it is published, what it is called, and the form of its data. <c>docs/events.md</c> describes each.</summary>
public abstract class EventKind
{
    private protected EventKind(string topic, string type, JsonTypeInfo data)
    {
        Topic = topic;
        Type = type;
        Data = data;
    }

    /// <summary>One of <see cref="EventTopics"/>.</summary>
    public string Topic { get; }

    /// <summary>What happened, e.g. <c>confirmed</c>.</summary>
    public string Type { get; }

    /// <summary>The fields of the data and how they are written.</summary>
    public JsonTypeInfo Data { get; }
}

/// <inheritdoc/>
internal sealed class EventKind<TData>(string topic, string type, JsonTypeInfo<TData> data) : EventKind(topic, type, data)
{
    public EventDraft Tell(TData facts) => new(Topic, Type, JsonSerializer.Serialize(facts, data));
}
