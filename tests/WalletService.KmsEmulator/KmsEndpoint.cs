using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.KmsEmulator.Faults;
using WalletService.KmsEmulator.Keys;
using WalletService.KmsEmulator.Protocol;

namespace WalletService.KmsEmulator;

/// <summary>Answers the requests under <c>/v1/</c>: finds the operation, lets faults strike, does the work.</summary>
internal sealed class KmsEndpoint
{
    private const string HtmlPage = "<!DOCTYPE html><html><title>502 Server Error</title><h1>Error: Server Error</h1></html>";
    private readonly Lock gate = new();
    private readonly IReadOnlyList<Operation> operations;
    private readonly KmsEmulatorOptions options;
    private readonly FaultPlan faults;
    private readonly CallLog calls;
    private readonly TimeProvider timeProvider;

    public KmsEndpoint(KmsEmulatorOptions options, FaultPlan faults, CallLog calls, TimeProvider timeProvider)
    {
        this.options = options;
        this.faults = faults;
        this.calls = calls;
        this.timeProvider = timeProvider;
        var vault = new KeyVault(options.StateFile);
        var versions = new KeyVersionFactory(timeProvider, options);
        operations =
        [
            .. new KeyRingOperations(vault, timeProvider).All(),
            .. new CryptoKeyOperations(vault, versions, timeProvider, options).All(),
            .. new KeyVersionOperations(vault, versions, timeProvider).All(),
            .. new EncryptionOperations(vault).All(),
        ];
    }

    public IReadOnlyList<string> OperationNames => [.. operations.Select(operation => operation.Name)];

    public async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await AnswerOrThrowAsync(context);
        }
        catch (KmsException error)
        {
            if (error.RetryAfterSeconds is { } seconds)
            {
                context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }

            await WriteAsync(context, error.HttpStatus, error.ToBody().ToJsonString());
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client gave up: there is nobody to answer.
        }
    }

    private async Task AnswerOrThrowAsync(HttpContext context)
    {
        var request = context.Request;
        var body = await new StreamReader(request.Body, Encoding.UTF8).ReadToEndAsync(context.RequestAborted);
        var operation = operations.FirstOrDefault(candidate => candidate.HttpMethod == request.Method && candidate.Path.IsMatch(request.Path));
        var authorization = request.Headers.Authorization.ToString();
        calls.Add(new RecordedCall(
            operation?.Name ?? "unknown",
            request.Method,
            request.Path + request.QueryString.Value,
            authorization.Length == 0 ? null : authorization,
            body));
        if (operation is null)
        {
            throw KmsException.NotFound($"Method {request.Method} {request.Path}");
        }

        if (options.RequiredToken is { } token && authorization != $"Bearer {token}")
        {
            throw new KmsException(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
        }

        var fault = faults.Take(operation.Name, request.Path.Value!);
        if (fault is null)
        {
            await WriteAsync(context, 200, Run(operation, request, body).ToJsonString());
            return;
        }

        await AnswerWithFaultAsync(context, fault, () => Run(operation, request, body));
    }

    private async Task AnswerWithFaultAsync(HttpContext context, Fault fault, Func<JsonObject> run)
    {
        if (FaultInjector.Refusal(fault) is { } refusal)
        {
            throw refusal;
        }

        switch (fault.Kind)
        {
            case FaultKind.HtmlErrorPage:
                await WriteAsync(context, 502, HtmlPage, "text/html; charset=UTF-8");
                return;
            case FaultKind.ConnectionReset:
                context.Abort();
                return;
            case FaultKind.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                return;
            case FaultKind.Latency:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), timeProvider, context.RequestAborted);
                break;
            default:
                break;
        }

        var reply = run();
        FaultInjector.Damage(fault, reply);
        switch (fault.Kind)
        {
            case FaultKind.LostReply:
                context.Abort();
                break;
            case FaultKind.LostReplyUnavailable:
                throw new KmsException(503, "UNAVAILABLE", "The service is currently unavailable.");
            case FaultKind.TruncatedJson:
                var json = reply.ToJsonString();
                await WriteAsync(context, 200, json[..(json.Length / 2)]);
                break;
            case FaultKind.HtmlSuccessPage:
                await WriteAsync(context, 200, HtmlPage, "text/html; charset=UTF-8");
                break;
            default:
                await WriteAsync(context, 200, reply.ToJsonString());
                break;
        }
    }

    private JsonObject Run(Operation operation, HttpRequest request, string body)
    {
        var call = new KmsCall(operation.Path.Match(request.Path), request.Query, ParseBody(body));
        lock (gate)
        {
            return operation.Run(call);
        }
    }

    private static JsonObject ParseBody(string body)
    {
        if (body.Length == 0)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(body) switch
            {
                JsonObject message => message,
                // Google's client for Node writes an empty message as an empty string.
                JsonValue value when value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0 => [],
                _ => throw KmsException.InvalidArgument("Invalid JSON payload received."),
            };
        }
        catch (JsonException error)
        {
            throw KmsException.InvalidArgument($"Invalid JSON payload received. {error.Message}");
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, string body, string contentType = "application/json; charset=UTF-8")
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body, context.RequestAborted);
    }
}
