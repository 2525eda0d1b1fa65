using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using WalletService.Solana;

namespace WalletService.TestKit.Servers.Aws;

/// <summary>
/// The JSON protocol of AWS KMS over HTTP, as far as wallets need it: keys with aliases, Ed25519, the errors of the API reference. It
/// refuses requests that are not signed by its one access key, with Signature Version 4.
/// </summary>
public sealed class FakeAwsKms : IAsyncDisposable
{
    public const string AccessKeyId = "AKIDEXAMPLE";
    public const string SecretAccessKey = "the-access-key-of-the-fake";
    public const string Region = "eu-central-2";

    private const string Account = "arn:aws:kms:eu-central-2:111122223333:";

    /// <summary>DER of an Ed25519 public key before its 32 bytes (RFC 8410).</summary>
    private static readonly byte[] Prefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    private readonly ConcurrentDictionary<string, StoredKey> keys = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> aliases = new(StringComparer.Ordinal);
    private readonly FakeAwsEncryption encryption = new();
    private readonly WebApplication app;

    private FakeAwsKms(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <summary>The settings by which the service finds it, without their section.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Region)] = Region,
        ["Environment"] = "test",
        ["ServiceUrl"] = Address.ToString(),
        [nameof(AccessKeyId)] = AccessKeyId,
        [nameof(SecretAccessKey)] = TestSecrets.Add(SecretAccessKey),
        ["RetryDelay"] = "00:00:00.005",
    };

    /// <summary>The operations that were asked for, in their order.</summary>
    public ConcurrentQueue<string> Operations { get; } = new();

    public ICollection<StoredKey> Keys => keys.Values;

    /// <summary>Answers in place of the service while it is set: status and error name, or null to go on.</summary>
    public Func<string, (int Status, string Error)?> Fault { get; set; } = _ => null;

    /// <summary>What becomes of a signature before it is sent.</summary>
    public Func<byte[], byte[]> Damage { get; set; } = signature => signature;

    /// <summary>The newest request that was signed as it must be, to be sent again by somebody else.</summary>
    public (IReadOnlyDictionary<string, string> Headers, byte[] Body)? Newest { get; private set; }

    /// <summary>The clock by which requests are judged.</summary>
    public Func<DateTimeOffset> Now { get; set; } = TimeProvider.System.GetUtcNow;

    /// <summary>Gives an alias to a key that somebody else has made.</summary>
    public void Alias(string name) => aliases[name] = "another";

    public static async Task<FakeAwsKms> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeAwsKms(builder.Build());
        fake.app.MapPost("/", fake.AnswerAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Replace("TrentService.", string.Empty, StringComparison.Ordinal);
        Operations.Enqueue(operation);
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        var (status, reply) = Answer(context.Request, operation, content.ToArray());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        await context.Response.WriteAsync(reply.ToJsonString(), context.RequestAborted);
    }

    private (int Status, JsonNode Reply) Answer(HttpRequest request, string operation, byte[] body)
    {
        if (SignatureVersion4.FindFault(request, body, AccessKeyId, SecretAccessKey, Region, Now()) is { } refused)
        {
            return Error(400, refused);
        }

        Newest = (request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase), body);
        return Fault(operation) is { } fault ? Error(fault.Status, fault.Error) : Answer(operation, JsonNode.Parse(body)!);
    }

    private (int Status, JsonNode Reply) Answer(string operation, JsonNode body) => operation switch
    {
        "CreateKey" => (200, new JsonObject { ["KeyMetadata"] = Make(body).Metadata() }),
        "CreateAlias" => aliases.TryAdd(body["AliasName"]!.GetValue<string>(), body["TargetKeyId"]!.GetValue<string>())
            ? (200, new JsonObject())
            : Error(400, "AlreadyExistsException"),
        "DescribeKey" => With(body, key => (200, new JsonObject { ["KeyMetadata"] = key.Metadata() })),
        "GetPublicKey" => With(body, PublicKeyOf),
        "Sign" => With(body, key => Sign(key, body)),
        "Encrypt" or "Decrypt" => encryption.Answer(operation, body) is { } reply ? (200, reply) : Error(400, "InvalidCiphertextException"),
        "ScheduleKeyDeletion" => With(body, key => Delete(key, body)),
        "ListAliases" => (200, List(body)),
        _ => Error(400, "UnknownOperationException"),
    };

    private StoredKey Make(JsonNode body)
    {
        var (seed, publicKey) = Ed25519.GenerateKey();
        var id = Guid.CreateVersion7().ToString();
        return keys[id] = new StoredKey(id, body["KeySpec"]!.GetValue<string>(), seed, publicKey, body["Tags"]!.DeepClone())
        {
            Description = body["Description"]?.GetValue<string>() ?? string.Empty,
        };
    }

    private (int Status, JsonNode Reply) With(JsonNode body, Func<StoredKey, (int Status, JsonNode Reply)> answer)
    {
        var name = body["KeyId"]!.GetValue<string>();
        name = name.StartsWith(Account, StringComparison.Ordinal) ? name[Account.Length..] : name;
        var id = aliases.GetValueOrDefault(name, name);
        return keys.TryGetValue(id, out var key) ? answer(key) : Error(400, "NotFoundException");
    }

    private static (int Status, JsonNode Reply) PublicKeyOf(StoredKey key) => (200, new JsonObject
    {
        ["KeyId"] = key.Arn,
        ["KeySpec"] = key.Spec,
        ["KeyUsage"] = "SIGN_VERIFY",
        ["PublicKey"] = Convert.ToBase64String([.. Prefix, .. key.PublicKey]),
        ["SigningAlgorithms"] = new JsonArray("ED25519_SHA_512", "ED25519_PH_SHA_512"),
    });

    private (int Status, JsonNode Reply) Sign(StoredKey key, JsonNode body)
    {
        if (key.State != "Enabled")
        {
            return Error(400, key.State == "Disabled" ? "DisabledException" : "KMSInvalidStateException");
        }

        if (body["SigningAlgorithm"]!.GetValue<string>() != "ED25519_SHA_512" || body["MessageType"]!.GetValue<string>() != "RAW")
        {
            return Error(400, "ValidationException");
        }

        var message = Convert.FromBase64String(body["Message"]!.GetValue<string>());
        var signature = Damage(Ed25519.Sign(key.Seed, message));
        return message.Length is 0 or > 4096
            ? Error(400, "ValidationException")
            : (200, new JsonObject
            {
                ["KeyId"] = key.Arn,
                ["Signature"] = Convert.ToBase64String(signature),
                ["SigningAlgorithm"] = "ED25519_SHA_512",
            });
    }

    private (int Status, JsonNode Reply) Delete(StoredKey key, JsonNode body)
    {
        // By its id or ARN alone, as the API reference says.
        if (body["KeyId"]!.GetValue<string>().Contains("alias/", StringComparison.Ordinal))
        {
            return Error(400, "InvalidArnException");
        }

        if (key.State == "PendingDeletion")
        {
            return Error(400, "KMSInvalidStateException");
        }

        key.State = "PendingDeletion";
        key.DeletedAt = Now().AddDays(body["PendingWindowInDays"]!.GetValue<int>());
        return (200, new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["KeyState"] = key.State,
            ["DeletionDate"] = key.DeletedAt.Value.ToUnixTimeSeconds(),
        });
    }

    /// <summary>A page of the aliases; the marker is the last one of the page before.</summary>
    private JsonObject List(JsonNode body)
    {
        var limit = body["Limit"]!.GetValue<int>();
        var after = body["Marker"]?.GetValue<string>() ?? string.Empty;
        var left = aliases.Keys.Where(alias => string.CompareOrdinal(alias, after) > 0).Order(StringComparer.Ordinal).ToArray();
        var page = new JsonObject
        {
            ["Aliases"] = new JsonArray([.. left.Take(limit).Select(alias => new JsonObject
            {
                ["AliasName"] = alias,
                ["AliasArn"] = Account + alias,
                ["TargetKeyId"] = aliases[alias],
                ["CreationDate"] = Now().ToUnixTimeSeconds(),
            })]),
            ["Truncated"] = left.Length > limit,
        };
        if (left.Length > limit)
        {
            page["NextMarker"] = left[limit - 1];
        }

        return page;
    }

    private static (int Status, JsonNode Reply) Error(int status, string type) =>
        (status, new JsonObject { ["__type"] = type, ["message"] = $"The fake says {type}." });

    public sealed class StoredKey(string id, string spec, byte[] seed, byte[] publicKey, JsonNode tags)
    {
        public string Arn => $"{Account}key/{id}";

        public string Spec => spec;

        public byte[] Seed => seed;

        public byte[] PublicKey => publicKey;

        public JsonNode Labels => tags;

        public string Description { get; init; } = string.Empty;

        public string State { get; set; } = "Enabled";

        public DateTimeOffset? DeletedAt { get; set; }

        public JsonObject Metadata()
        {
            var metadata = Plain();
            if (DeletedAt is { } date)
            {
                metadata["DeletionDate"] = date.ToUnixTimeSeconds();
            }

            return metadata;
        }

        private JsonObject Plain() => new()
        {
            ["KeyId"] = id,
            [nameof(Arn)] = Arn,
            ["Enabled"] = State == "Enabled",
            ["KeySpec"] = spec,
            ["KeyUsage"] = "SIGN_VERIFY",
            ["KeyState"] = State,
            ["Origin"] = "AWS_KMS",
            [nameof(Description)] = Description,
        };
    }
}
