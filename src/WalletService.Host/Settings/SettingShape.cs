using System.ComponentModel;
using System.Reflection;

namespace WalletService.Host.Settings;

/// <summary>How a type of options is written as settings: as one value, a list, a dictionary or a group of named settings.</summary>
internal abstract record SettingShape
{
    public static SettingShape Of(Type type)
    {
        if (type == typeof(object))
        {
            return new Anything();
        }

        if (TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string)))
        {
            return new OneValue();
        }

        return Of(type, typeof(IList<>)) is { } item ? new ItemsByIndex(item)
            : Of(type, typeof(IDictionary<,>)) is { } named ? new ItemsByName(named)
            : new Group(type);
    }

    /// <summary>What the configuration's binder fills: what can be set, and what holds others.</summary>
    public static Dictionary<string, Type> SettingsOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true } || Of(property.PropertyType) is not OneValue)
            .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.OrdinalIgnoreCase);

    private static Type? Of(Type type, Type collection) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == collection ? type.GetGenericArguments()[^1] : null;

    internal sealed record OneValue : SettingShape;

    internal sealed record ItemsByIndex(Type Item) : SettingShape;

    internal sealed record ItemsByName(Type Item) : SettingShape;

    internal sealed record Group(Type Type) : SettingShape
    {
        public IReadOnlyDictionary<string, Type> Settings => SettingsOf(Type);

        /// <summary>Serilog takes the level of everything as a value of the group, too.</summary>
        public bool HasValue => Type == typeof(LevelSettings);
    }

    /// <summary>What another library reads by its own rules.</summary>
    internal sealed record Anything : SettingShape;
}
