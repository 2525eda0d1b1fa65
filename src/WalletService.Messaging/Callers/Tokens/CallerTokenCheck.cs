using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WalletService.Domain.Callers;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>
/// Decides whether a token is believed: signature, algorithm, issuer, audience, times, and the name of a caller. Neither the token nor
/// anything that it says goes into a log or an error.
/// </summary>
internal sealed class CallerTokenCheck(
    TokenKeys keys, IOptions<CallerTokensOptions> options, TimeProvider time, ILogger<CallerTokenCheck> logger)
{
    /// <summary>Tokens of services have some 500 characters; nobody's time is spent on a giant.</summary>
    private const int MostCharacters = 8 * 1024;

    private readonly JsonWebTokenHandler handler = new() { MaximumTokenSizeInBytes = MostCharacters, MapInboundClaims = false };

    public async Task<CallerToken> CheckAsync(string token)
    {
        if (token.Length > MostCharacters)
        {
            return Refuse("too long");
        }

        try
        {
            var result = await handler.ValidateTokenAsync(token, Terms());
            return result is { IsValid: true, SecurityToken: JsonWebToken believed } ? Read(believed) : Refuse(CauseOf(result.Exception));
        }
        catch (Exception exception)
        {
            // A token is a stranger's text: whatever reading it throws, it is not believed.
            return Refuse(exception.GetType().Name);
        }
    }

    /// <summary>The times are checked by <see cref="Read"/>, with the service's own clock.</summary>
    private TokenValidationParameters Terms() => new()
    {
        ValidateIssuer = true,
        ValidIssuer = options.Value.Issuer,
        ValidateAudience = true,
        ValidAudience = options.Value.Audience,
        ValidateLifetime = false,
        RequireSignedTokens = true,
        ValidateIssuerSigningKey = true,
        IssuerSigningKeys = keys.Current,
        ValidAlgorithms = options.Value.Algorithms.Count > 0 ? options.Value.Algorithms : TokenAlgorithms.All,
        IncludeTokenOnFailedValidation = false,
        LogValidationExceptions = false,
    };

    private CallerToken Read(JsonWebToken token)
    {
        // RFC 7515, 4.1.11: who does not understand an extension that is critical must refuse the token.
        if (token.TryGetHeaderValue("crit", out object _))
        {
            return Refuse("it has critical extensions");
        }

        using var claims = new TokenClaims(token);
        if (FaultOfTimes(claims) is { } fault)
        {
            return fault;
        }

        if (!CallerId.TryParse(claims.Text(options.Value.CallerClaim), out var caller))
        {
            return Refuse("it names no caller");
        }

        return claims.TryReadPatterns(options.Value.RoutesClaim, out var routes) && claims.TryReadPatterns(options.Value.UsersClaim, out var users)
            ? new CallerToken.Valid(caller, new TokenScope(routes, users))
            : Refuse("its bounds can't be read");
    }

    private CallerToken.Invalid? FaultOfTimes(TokenClaims claims)
    {
        var (issued, notBefore, expires) = (claims.Seconds("iat"), claims.Seconds("nbf"), claims.Seconds("exp"));
        if (issued is null || expires is null || (notBefore is null && claims.Has("nbf")))
        {
            return Refuse("it does not say from when (iat) until when (exp) it is good");
        }

        if (expires - issued > options.Value.MaximumLifetime.TotalSeconds)
        {
            return Refuse("it is good for too long");
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds() / 1_000d;
        var skew = options.Value.ClockSkew.TotalSeconds;
        if (Math.Max(issued.Value, notBefore ?? issued.Value) > now + skew)
        {
            return Refuse("it is not yet good");
        }

        return expires <= now - skew
            ? new CallerToken.Invalid(WalletErrors.UnauthorizedCaller(
                "The token is no longer good. Ask again with a new one and the same requestId.", CallerRefusals.TokenExpired))
            : null;
    }

    /// <summary>Callers learn that it is not believed, and operators why.</summary>
    private CallerToken.Invalid Refuse(string cause)
    {
        logger.TokenRefused(cause);
        return new CallerToken.Invalid(WalletErrors.UnauthorizedCaller(
            "The token in the header authorization is not one that the service believes.", CallerRefusals.Token));
    }

    /// <summary>The type says what is wrong; the text of the exception may hold what the token says.</summary>
    private static string CauseOf(Exception? exception) => exception?.GetType().Name ?? "unknown";
}
