using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using WalletService.Contracts;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>What the contracts' doc comments say, as plain text.</summary>
internal static partial class XmlSummaries
{
    private static readonly Dictionary<string, XElement> Members = XDocument
        .Load(Path.ChangeExtension(typeof(Routes).Assembly.Location, ".xml"))
        .Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>Null when the type has no comment of its own.</summary>
    public static string? Of(Type type) => Find($"T:{NameOf(type)}");

    public static string? Of(PropertyInfo property) => Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition().FullName! : type.FullName!).Replace('+', '.');

    private static string? Find(string name)
    {
        if (!Members.TryGetValue(name, out var member))
        {
            return null;
        }

        return member.Element("inheritdoc") is { } inherited
            ? Find(inherited.Attribute("cref")!.Value)
            : member.Element("summary") is { } summary ? Space().Replace(TextOf(summary), " ").Trim() : null;
    }

    private static string TextOf(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => ReferenceOf(see.Attribute("cref")!.Value),
        XElement other => TextOf(other),
        _ => string.Empty,
    }));

    /// <summary>Routes by their names, fields as JSON spells them, anything else by its own name.</summary>
    private static string ReferenceOf(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith($"F:{typeof(Routes).FullName}.", StringComparison.Ordinal)
            ? $"`{typeof(Routes).GetField(name)!.GetValue(null)}`"
            : reference[0] == 'P' ? $"`{char.ToLowerInvariant(name[0])}{name[1..]}`" : name;
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
