using System.Security.Cryptography;
using System.Text;

namespace WalletService.Domain.Values;

/// <summary>SHA-256 over the fields of a request that make it what it is, to recognise the same request when it comes again.</summary>
public sealed record RequestFingerprint
{
    private RequestFingerprint(string value) => Value = value;

    /// <summary>64 lower-case hex digits.</summary>
    public string Value { get; }

    /// <summary>The fingerprint of the fields in this order; a missing field differs from an empty one.</summary>
    public static RequestFingerprint Of(params ReadOnlySpan<string?> fields)
    {
        var content = new StringBuilder();
        foreach (var field in fields)
        {
            // The length in front keeps ("a", "bc") and ("ab", "c") apart.
            content.Append(field is null ? "-" : $"{field.Length}:{field}").Append(';');
        }

        return new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString()))));
    }

    public static RequestFingerprint Restore(string value) => new(value);

    public override string ToString() => Value;
}
