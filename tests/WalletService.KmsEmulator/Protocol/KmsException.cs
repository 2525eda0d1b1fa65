using System.Text.Json.Nodes;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>A refusal in the form of Google's APIs: HTTP status, canonical status name and details.</summary>
public sealed class KmsException(int httpStatus, string status, string message, params JsonObject[] details) : Exception(message)
{
    public int HttpStatus { get; } = httpStatus;

    public string Status { get; } = status;

    /// <summary>Value of the <c>Retry-After</c> header in whole seconds; none when null.</summary>
    public int? RetryAfterSeconds { get; init; }

    public static KmsException InvalidArgument(string message, params JsonObject[] details) => new(400, "INVALID_ARGUMENT", message, details);

    public static KmsException FailedPrecondition(string message) => new(400, "FAILED_PRECONDITION", message);

    public static KmsException NotFound(string name) => new(404, "NOT_FOUND", $"{name} not found.");

    public static KmsException AlreadyExists(string name) => new(409, "ALREADY_EXISTS", $"{name} already exists.");

    public static JsonObject ErrorInfo(string reason, params (string Key, string Value)[] metadata)
    {
        var entries = new JsonObject();
        foreach (var (key, value) in metadata)
        {
            entries[key] = value;
        }

        return new JsonObject
        {
            ["@type"] = "type.googleapis.com/google.rpc.ErrorInfo",
            ["reason"] = reason,
            ["domain"] = "cloudkms.googleapis.com",
            ["metadata"] = entries,
        };
    }

    public static JsonObject RetryInfo(TimeSpan delay) => new()
    {
        ["@type"] = "type.googleapis.com/google.rpc.RetryInfo",
        ["retryDelay"] = WireFormat.Duration(delay),
    };

    public JsonObject ToBody()
    {
        var error = new JsonObject { ["code"] = HttpStatus, ["message"] = Message, ["status"] = Status };
        if (details.Length > 0)
        {
            error["details"] = new JsonArray([.. details.Select(detail => detail.DeepClone())]);
        }

        return new JsonObject { ["error"] = error };
    }
}
