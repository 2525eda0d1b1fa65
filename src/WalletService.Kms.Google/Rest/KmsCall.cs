using System.Text.Json.Serialization.Metadata;

namespace WalletService.Kms.Google.Rest;

/// <summary>One call of the API: what to send, how to read the reply, how to judge it, and what may be said of it in a log.</summary>
internal sealed record KmsCall<TReply>
{
    /// <summary>The method's name in the API, such as <c>asymmetricSign</c>; a label of logs and metrics.</summary>
    public required string Operation { get; init; }

    /// <summary>Full name of the resource that the call is about.</summary>
    public required string Resource { get; init; }

    public required HttpMethod Method { get; init; }

    /// <summary>Path and query after <c>v1/</c>. Resource names keep their slashes and the verb its colon.</summary>
    public required string Path { get; init; }

    /// <summary>The JSON body in UTF-8; none when null.</summary>
    public byte[]? Body { get; init; }

    public required JsonTypeInfo<TReply> ReplyType { get; init; }

    /// <summary>Throws an integrity failure when the reply is not to be trusted.</summary>
    public Action<TReply> Check { get; init; } = _ => { };

    /// <summary>False for calls that change something: a failure that may have taken effect is then not repeated here.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>False for calls that are rather left out than made late: they are not repeated when a quota is used up.</summary>
    public bool AwaitsQuota { get; init; } = true;

    /// <summary>Length in bytes of the data to sign; null for other calls. The data itself is never logged.</summary>
    public int? DataLength { get; init; }

    /// <summary>CRC-32C of the data to sign.</summary>
    public uint? DataCrc32C { get; init; }
}
