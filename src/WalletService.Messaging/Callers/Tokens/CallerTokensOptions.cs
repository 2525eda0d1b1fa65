using System.ComponentModel.DataAnnotations;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>Whether and how callers prove who they are by signed tokens (JWT). Section <c>CallerTokens</c>.</summary>
public sealed class CallerTokensOptions
{
    /// <summary>Default <see cref="CallerTokenMode.Off"/>.</summary>
    [EnumDataType(typeof(CallerTokenMode))]
    public CallerTokenMode Mode { get; set; } = CallerTokenMode.Off;

    /// <summary>
    /// Whether a request with a token has to bear the broker's user of the same name too, so that a token that was stolen is of no use
    /// over another caller's connection. Default false; a user that is given has to be the same always.
    /// </summary>
    public bool WithBrokerUser { get; set; }

    /// <summary>The claim <c>iss</c> that a token has to have.</summary>
    [StringLength(512)]
    public string Issuer { get; set; } = string.Empty;

    /// <summary>What the claim <c>aud</c> has to hold.</summary>
    [StringLength(512)]
    public string Audience { get; set; } = string.Empty;

    /// <summary>
    /// Public keys of the issuer, a JWK set or PEM: EC keys of P-256 and RSA keys of at least 2,048 bits. It is read again while the
    /// service runs.
    /// </summary>
    public string KeysFile { get; set; } = string.Empty;

    /// <summary>How often the file of keys is looked at. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeysInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Algorithms that are believed, of <c>ES256</c>, <c>PS256</c> and <c>RS256</c>. Without any all three are.</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>By how much the issuer's clock may differ. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>From <c>iat</c> to <c>exp</c>: a token that is good for longer is refused. Default 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00")]
    public TimeSpan MaximumLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The claim that names the caller. Default <c>sub</c>.</summary>
    [Required]
    public string CallerClaim { get; set; } = "sub";

    /// <summary>
    /// The claim with patterns of the users for whom the token is good, a text or several, beside what the settings let the caller do.
    /// Default <c>act_for</c>. A token without it is good for all of the caller's.
    /// </summary>
    [Required]
    public string UsersClaim { get; set; } = "act_for";

    /// <summary>The claim with patterns of the routes for which the token is good. Default <c>routes</c>.</summary>
    [Required]
    public string RoutesClaim { get; set; } = "routes";
}

public enum CallerTokenMode
{
    /// <summary>Tokens are not looked at.</summary>
    Off,

    /// <summary>A token proves who asks, as does the broker's user. One that is given has to be right.</summary>
    Accepted,

    /// <summary>A request without a token is refused.</summary>
    Required,
}
