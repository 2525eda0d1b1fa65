using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WalletService.KmsEmulator.Keys;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>Locations and key rings.</summary>
internal sealed partial class KeyRingOperations(KeyVault vault, TimeProvider timeProvider)
{
    private static readonly string[] LocationIds = ["europe-west6", "global", "us-east1"];

    public IEnumerable<Operation> All()
    {
        const string Locations = "projects/{project}/locations";
        const string KeyRings = Locations + "/{location}/keyRings";
        yield return Operation.Of("locations.list", "GET", Locations, ListLocations);
        yield return Operation.Of("locations.get", "GET", Locations + "/{location}", call => Resources.Location(call.Project, call.LocationId));
        yield return Operation.Of("keyRings.create", "POST", KeyRings, Create);
        yield return Operation.Of("keyRings.list", "GET", KeyRings, List);
        yield return Operation.Of("keyRings.get", "GET", KeyRings + "/{keyRing}", call => Resources.Of(vault.KeyRing(call.KeyRing)));
    }

    /// <summary>Ids of key rings and of keys follow the same rule.</summary>
    [GeneratedRegex("^[a-zA-Z0-9_-]{1,63}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    public static partial Regex IdPattern();

    private static JsonObject ListLocations(KmsCall call) => new()
    {
        ["locations"] = new JsonArray([.. LocationIds.Select(id => (JsonNode)Resources.Location(call.Project, id))]),
    };

    private JsonObject Create(KmsCall call)
    {
        var id = call.Query["keyRingId"].ToString();
        if (!IdPattern().IsMatch(id))
        {
            throw KmsException.InvalidArgument($"Invalid key_ring_id '{id}'.");
        }

        var ring = new EmulatedKeyRing { Name = $"{call.Location}/keyRings/{id}", CreateTime = timeProvider.GetUtcNow() };
        vault.Add(ring);
        vault.Save();
        return Resources.Of(ring);
    }

    private JsonObject List(KmsCall call)
    {
        var rings = vault.KeyRingsIn(call.Location).ToList();
        return Page.Of([.. rings.Select(Resources.Of)], call.Query, "keyRings", index => Resources.Of(rings[index]));
    }
}
