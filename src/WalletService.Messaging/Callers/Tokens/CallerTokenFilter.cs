using MassTransit;
using Microsoft.Extensions.Options;
using WalletService.Domain.Callers;
using WalletService.Domain.Errors;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>Checks the token of a message, if tokens are looked at, before anything of its body is read.</summary>
internal sealed class CallerTokenFilter(CallerTokenCheck check, IOptions<CallerTokensOptions> options) : IFilter<ReceiveContext>
{
    private const string Header = "authorization";
    private const string Scheme = "Bearer ";

    public void Probe(ProbeContext context) => context.CreateFilterScope("callerToken");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (options.Value.Mode != CallerTokenMode.Off)
        {
            var token = await CheckAsync(context.TransportHeaders);
            context.AddOrUpdatePayload(() => token, _ => token);
        }

        await next.Send(context);
    }

    /// <summary>Of two headers that differ in capitals another program might believe the other: such a message is refused.</summary>
    private async Task<CallerToken> CheckAsync(Headers headers)
    {
        var given = headers.Where(header => string.Equals(header.Key, Header, StringComparison.OrdinalIgnoreCase)).ToList();
        return given switch
        {
            [] => CallerToken.None.Instance,
            [{ Value: string text }] when text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) => await check.CheckAsync(text[Scheme.Length..].Trim()),
            _ => new CallerToken.Invalid(WalletErrors.UnauthorizedCaller(
                "The header authorization is not one text 'Bearer <token>'.", CallerRefusals.Token)),
        };
    }
}
