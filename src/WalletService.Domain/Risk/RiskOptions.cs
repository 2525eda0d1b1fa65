using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Risk;

/// <summary>Whether and how an outside service is asked about risks. Section <c>Risk</c>.</summary>
public sealed class RiskOptions
{
    /// <summary>How it is asked. Default <see cref="RiskTransport.Http"/>, with <see cref="Url"/>.</summary>
    [EnumDataType(typeof(RiskTransport))]
    public RiskTransport Transport { get; set; } = RiskTransport.Http;

    /// <summary>
    /// The exchange for questions over the broker; the queue of questions and the exchange for answers have this name with
    /// <c>.requests</c> and <c>.replies</c>. Default <c>wallet.risk</c>.
    /// </summary>
    [Required]
    [StringLength(100, MinimumLength = 1)]
    public string Exchange { get; set; } = "wallet.risk";

    /// <summary>Where it is asked over HTTP, by <c>POST</c>: <c>http</c> or <c>https</c>. Without it nobody is asked over HTTP.</summary>
    public Uri? Url { get; set; }

    /// <summary>Sent as the header <c>Authorization: Bearer</c>; never logged. Without it there is no such header.</summary>
    public string? Token { get; set; }

    /// <summary>How long an answer is waited for. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// What holds when there is no answer in time, or none that can be read. Default <see cref="UnansweredRisk.Deny"/>: fail closed.
    /// </summary>
    [EnumDataType(typeof(UnansweredRisk))]
    public UnansweredRisk WithoutAnswer { get; set; } = UnansweredRisk.Deny;
}

/// <summary>What carries questions to a risk service.</summary>
public enum RiskTransport
{
    /// <summary>HTTP, where an address is given.</summary>
    Http,

    /// <summary>The broker of the requests.</summary>
    Amqp,
}

/// <summary>What holds where the risk service has said nothing.</summary>
public enum UnansweredRisk
{
    /// <summary>It is refused.</summary>
    Deny,

    /// <summary>Somebody has to look at it.</summary>
    Review,

    /// <summary>It goes on.</summary>
    Allow,
}
