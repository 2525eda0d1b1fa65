using System.ComponentModel.DataAnnotations;

namespace WalletService.Messaging.Callers;

/// <summary>Who may ask. Section <c>Callers</c>.</summary>
public sealed class CallersOptions
{
    /// <summary>
    /// Whether a request has to prove which service asks. Default <see cref="CallerIdentity.Optional"/>, which is for development only
    /// and refused in Production.
    /// </summary>
    [EnumDataType(typeof(CallerIdentity))]
    public CallerIdentity Identity { get; set; } = CallerIdentity.Optional;

    /// <summary>What each calling service may do, by its name: that of its user at the broker, or the subject of its tokens.</summary>
    public IDictionary<string, KnownCallerSettings> Known { get; } = new Dictionary<string, KnownCallerSettings>(StringComparer.Ordinal);
}

public enum CallerIdentity
{
    /// <summary>Requests without a proven caller are taken, and callers that are not known may do everything.</summary>
    Optional,

    /// <summary>Only known callers are served, each within its rights.</summary>
    Required,
}

/// <summary>What one caller may do. In patterns <c>*</c> stands for any text.</summary>
public sealed class KnownCallerSettings
{
    /// <summary>Patterns of the routes that it may use, e.g. <c>wallet.balance.*</c>.</summary>
    public IList<string> Routes { get; } = [];

    /// <summary>Patterns of the users for whom it may ask; <c>*</c> for all.</summary>
    public IList<string> Users { get; } = [];

    /// <summary>Whether it may use the routes for administrators, of those that its patterns match.</summary>
    public bool Administrator { get; set; }
}
