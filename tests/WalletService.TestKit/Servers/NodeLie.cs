using System.Text.Json.Nodes;

namespace WalletService.TestKit.Servers;

/// <summary>What a <see cref="MaliciousNode"/> makes of requests; each part may be left out.</summary>
/// <param name="Name">For the messages of tests.</param>
public sealed record NodeLie(string Name)
{
    /// <summary>The result given without asking the chain; null to ask it. Gets the method and the parameters.</summary>
    public Func<string, JsonArray, JsonNode?> Invent { get; init; } = (_, _) => null;

    /// <summary>Changes the chain's reply; true when it did. Gets the method, the parameters and the whole reply.</summary>
    public Func<string, JsonArray, JsonObject, bool> Forge { get; init; } = (_, _, _) => false;

    /// <summary>Writes a body of its own in place of a reply; null for none. Gets the method.</summary>
    public Func<string, Func<Stream, CancellationToken, Task>?> Shout { get; init; } = _ => null;

    /// <summary>Several at once; the first that has something to say of a request is heard, and all may change a reply.</summary>
    public static NodeLie All(string name, params NodeLie[] lies) => new(name)
    {
        Invent = (method, parameters) => lies.Select(lie => lie.Invent(method, parameters)).FirstOrDefault(result => result is not null),
        Forge = (method, parameters, reply) => lies.Aggregate(false, (changed, lie) => lie.Forge(method, parameters, reply) || changed),
        Shout = method => lies.Select(lie => lie.Shout(method)).FirstOrDefault(body => body is not null),
    };
}
