using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Options;
using WalletService.Host.Composition;

namespace WalletService.Host.Tests.Composition;

/// <summary>A setting as the code has it, its values written as an operator writes them.</summary>
/// <param name="Name"><c>Section:Name</c>.</param>
/// <param name="Default">Null when there is none.</param>
/// <param name="Range">Such as <c>`1` to `10`</c>; null when the code sets none.</param>
/// <param name="Choices">What it may be, when it is one of a few words.</param>
internal sealed record CodedSetting(string Name, string? Default, bool IsRequired, string? Range, IReadOnlyList<string> Choices)
{
    /// <summary>All settings of the service: the options classes of the host and its adapters, and the choices of adapters.</summary>
    public static IReadOnlyList<CodedSetting> All() =>
    [
        .. Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsOptions).SelectMany(Of),
        .. typeof(ServiceOptions).Assembly.GetTypes().Where(IsChoiceOfAdapter).Select(OfChoice),
    ];

    /// <summary>The settings of one options class.</summary>
    public static IEnumerable<CodedSetting> Of(Type options)
    {
        var section = SettingNames.Explain(new OptionsValidationException(string.Empty, options, ["?"])).Single().Split(':')[0];
        return Of(section, options);
    }

    private static IEnumerable<CodedSetting> Of(string section, Type options)
    {
        var defaults = Activator.CreateInstance(options);
        foreach (var property in options.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = $"{section}:{property.Name}";
            if (property.CanWrite)
            {
                yield return new CodedSetting(
                    name,
                    Write(property.GetValue(defaults)),
                    property.IsDefined(typeof(RequiredAttribute)),
                    property.GetCustomAttribute<RangeAttribute>() is { } range ? WriteRange(range) : null,
                    property.PropertyType.IsEnum ? Enum.GetNames(property.PropertyType) : []);
            }
            else if (NamedItemOf(property.PropertyType) is { } named)
            {
                foreach (var setting in Of($"{name}:<name>", named))
                {
                    yield return setting;
                }
            }
            else if (ItemOf(property.PropertyType) == typeof(string))
            {
                yield return new CodedSetting($"{name}:0", Default: null, IsRequired: false, Range: null, []);
            }
            else if (ItemOf(property.PropertyType) is { } item)
            {
                foreach (var setting in Of($"{name}:0", item))
                {
                    yield return setting;
                }
            }
        }
    }

    /// <summary>What a list of settings, or of groups of them, holds; null for anything else.</summary>
    private static Type? ItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0] : null;

    /// <summary>What a dictionary of groups of settings holds by name; null for anything else.</summary>
    private static Type? NamedItemOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDictionary<,>) ? type.GetGenericArguments()[1] : null;

    private static IEnumerable<Assembly> Assemblies()
    {
        var host = typeof(ServiceOptions).Assembly;

        // The Solana kit is a library: it knows no settings.
        return host.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("WalletService.", StringComparison.Ordinal) && name.Name != "WalletService.Solana")
            .Select(Assembly.Load)
            .Prepend(host);
    }

    private static bool IsOptions(Type type) =>
        type is { IsClass: true, IsAbstract: false }
        && type.Name.EndsWith("Options", StringComparison.Ordinal)
        && type.GetConstructor(Type.EmptyTypes) is not null;

    private static bool IsChoiceOfAdapter(Type type) => type.IsEnum && type.Name.EndsWith("Provider", StringComparison.Ordinal);

    private static CodedSetting OfChoice(Type choice) => new(
        $"{choice.Name[..^"Provider".Length]}:Provider", Enum.GetName(choice, 0), IsRequired: false, Range: null, Enum.GetNames(choice));

    private static string WriteRange(RangeAttribute range)
    {
        return $"`{Bound(range.Minimum)}` to `{Bound(range.Maximum)}`";

        string? Bound(object bound) =>
            Write(range.OperandType == typeof(TimeSpan) && bound is string text ? TimeSpan.Parse(text, CultureInfo.InvariantCulture) : bound);
    }

    private static string? Write(object? value) => value switch
    {
        null or "" => null,
        bool yes => yes ? "true" : "false",
        TimeSpan time => WriteTime(time),
        string text => text.Replace($"{Environment.MachineName}-{Environment.ProcessId}", "<host name>-<process id>", StringComparison.Ordinal),
        IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static string WriteTime(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return time.Ticks % TimeSpan.TicksPerSecond == 0 ? text : text.TrimEnd('0');
    }
}
