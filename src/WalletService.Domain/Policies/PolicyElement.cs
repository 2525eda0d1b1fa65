using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace WalletService.Domain.Policies;

/// <summary>A value in a policy's JSON and where it stands; what is not as it has to be is told with its path.</summary>
internal readonly struct PolicyElement(JsonElement json, string path)
{
    private const int LongestList = 1_000;

    public string Path => path;

    /// <summary>The fields of an object, which may have no others than these.</summary>
    public PolicyFields Fields(params ReadOnlySpan<string> known)
    {
        var found = new Dictionary<string, PolicyElement>(StringComparer.Ordinal);
        foreach (var (name, value) in Named())
        {
            if (!known.Contains(name))
            {
                Refuse(value.Path, "is no field of a policy");
            }

            found.Add(name, value);
        }

        return new PolicyFields(path, found);
    }

    /// <summary>The fields of an object with names of the author's choice.</summary>
    public IEnumerable<(string Name, PolicyElement Value)> Named()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, "is an object");
        }

        var prefix = path.Length == 0 ? string.Empty : path + ".";
        return json.EnumerateObject().Select(field => (field.Name, new PolicyElement(field.Value, prefix + field.Name))).ToArray();
    }

    public IReadOnlyList<PolicyElement> Items()
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() > LongestList)
        {
            Refuse(path, $"is a list of at most {LongestList} items");
        }

        var place = path;
        return [.. json.EnumerateArray().Select((item, index) => new PolicyElement(item, $"{place}[{index}]"))];
    }

    public string Text()
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            Refuse(path, "is text");
        }

        return json.GetString()!;
    }

    public long Whole(long least, long most)
    {
        if (json.ValueKind != JsonValueKind.Number || !json.TryGetInt64(out var number) || number < least || number > most)
        {
            return Refuse<long>($"is a whole number from {least} to {most}");
        }

        return number;
    }

    /// <summary>An amount in base units, which is text because JSON's numbers lose digits.</summary>
    public ulong Amount() =>
        json.ValueKind == JsonValueKind.String
        && ulong.TryParse(json.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            ? amount
            : Refuse<ulong>("is a whole number of base units as text, from \"0\" to \"18446744073709551615\"");

    public T Word<T>(IReadOnlyDictionary<string, T> words)
        where T : struct => json.ValueKind == JsonValueKind.String && words.TryGetValue(json.GetString()!, out var word)
            ? word
            : Refuse<T>($"is one of {string.Join(", ", words.Keys)}");

    public delegate bool TryParse<T>(string? text, [NotNullWhen(true)] out T? value)
        where T : class;

    /// <summary>Text of a form that <paramref name="parse"/> knows.</summary>
    public T Parsed<T>(TryParse<T> parse, string rule)
        where T : class => parse(json.ValueKind == JsonValueKind.String ? json.GetString() : null, out var value) ? value : Refuse<T>(rule);

    public T Refuse<T>(string rule)
    {
        Refuse(path, rule);
        return default;
    }

    [DoesNotReturn]
    public static void Refuse(string path, string rule) => throw new PolicyFaultException(new PolicyFault(path, rule));
}

/// <summary>The fields of an object in a policy's JSON.</summary>
internal sealed class PolicyFields(string path, IReadOnlyDictionary<string, PolicyElement> fields)
{
    public PolicyElement? Find(string name) => fields.TryGetValue(name, out var value) ? value : null;

    public PolicyElement Get(string name)
    {
        if (!fields.TryGetValue(name, out var value))
        {
            PolicyElement.Refuse(path.Length == 0 ? name : $"{path}.{name}", "is required");
        }

        return value;
    }
}

/// <summary>Leaves the reader at the first fault.</summary>
internal sealed class PolicyFaultException(PolicyFault fault) : Exception($"{fault.Path}: {fault.Rule}")
{
    public PolicyFault Fault { get; } = fault;
}
