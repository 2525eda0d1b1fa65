using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using WalletService.Domain.Callers;
using WalletService.Messaging.Callers.Tokens;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>Which tokens are believed. They are made here by hand, so that the same mistake is not in both.</summary>
public sealed class CallerTokenTests : IDisposable
{
    private readonly CallerTokenIssuer issuer = new();
    private readonly TemporaryFolder folder = new("caller-tokens");
    private readonly ManualTimeProvider clock = new();
    private readonly CallerTokensOptions options;
    private CallerTokenCheck? check;

    public CallerTokenTests() => options = new CallerTokensOptions
    {
        Mode = CallerTokenMode.Required,
        Issuer = CallerTokenIssuer.Issuer,
        Audience = CallerTokenIssuer.Audience,
        KeysFile = folder.PathOf("keys"),
    };

    private DateTimeOffset Now => clock.GetUtcNow();

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Believes_a_token_of_the_issuer(string algorithm)
    {
        WriteKeys(issuer.KeySet);
        Assert.Equal("shop", (await BelieveAsync(issuer.Sign(Claims(), algorithm))).Caller.Value);
        WriteKeys(issuer.Pem + "\n" + issuer.RsaPem);
        clock.Advance(options.KeysInterval);
        Assert.Equal("shop", (await BelieveAsync(issuer.Sign(Claims(), algorithm))).Caller.Value);
    }

    [Theory]
    [InlineData("iss", "https://other.example/")]
    [InlineData("iss", "https://issuer.example")]
    [InlineData("iss", null)]
    [InlineData("aud", "other-service")]
    [InlineData("aud", null)]
    [InlineData("sub", null)]
    [InlineData("sub", "")]
    [InlineData("sub", "shop/../bank")]
    [InlineData("exp", null)]
    [InlineData("exp", "soon")]
    [InlineData("iat", null)]
    [InlineData("nbf", "now")]
    [InlineData("act_for", "")]
    public async Task Refuses_a_token_with_a_wrong_claim(string claim, string? value)
    {
        WriteKeys(issuer.Pem);
        var claims = Claims();
        claims[claim] = value;
        if (value is null)
        {
            claims.Remove(claim);
        }

        await RefuseAsync(issuer.Sign(claims));
    }

    [Fact]
    public async Task Refuses_the_names_of_callers_that_are_no_text()
    {
        WriteKeys(issuer.Pem);
        var claims = Claims();
        claims["sub"] = new JsonArray("shop", "bank");
        await RefuseAsync(issuer.Sign(claims));
        claims["sub"] = new JsonObject { ["shop"] = true };
        await RefuseAsync(issuer.Sign(claims));
    }

    [Fact]
    public async Task A_token_is_good_from_its_beginning_to_its_end_but_for_the_skew_of_clocks()
    {
        WriteKeys(issuer.Pem);
        var claims = Claims();
        claims["nbf"] = Now.AddSeconds(60).ToUnixTimeSeconds();
        var token = issuer.Sign(claims);
        await RefuseAsync(token);
        clock.Advance(TimeSpan.FromSeconds(30));
        await BelieveAsync(token);

        clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        await BelieveAsync(token);
        clock.Advance(TimeSpan.FromSeconds(1));
        await RefuseAsync(token, CallerRefusals.TokenExpired);
    }

    [Fact]
    public async Task Refuses_a_token_of_the_future_and_one_that_is_good_for_too_long()
    {
        WriteKeys(issuer.Pem);
        await RefuseAsync(issuer.Sign(CallerTokenIssuer.Claims("shop", Now.AddMinutes(5))));
        var claims = Claims();
        claims["exp"] = Now.AddHours(2).ToUnixTimeSeconds();
        await RefuseAsync(issuer.Sign(claims));
        claims["exp"] = 1e300;
        await RefuseAsync(issuer.Sign(claims));
    }

    [Fact]
    public async Task Refuses_a_token_that_was_changed_or_signed_by_others()
    {
        using var stranger = new CallerTokenIssuer();
        WriteKeys(issuer.Pem);
        var parts = issuer.Sign(Claims()).Split('.');
        var others = issuer.Sign(Claims("bank")).Split('.');
        await RefuseAsync($"{parts[0]}.{others[1]}.{parts[2]}");
        await RefuseAsync($"{parts[0]}.{parts[1]}.");
        await RefuseAsync($"{parts[0]}.{parts[1]}");
        await RefuseAsync($"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}.{parts[2]}");
        await RefuseAsync(stranger.Sign(Claims()));
        await RefuseAsync(string.Empty);
        await RefuseAsync("....");
        await RefuseAsync(new string('a', 1_000_000));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("ES384")]
    public async Task Refuses_other_algorithms_and_a_public_key_used_as_a_secret(string algorithm)
    {
        WriteKeys(issuer.Pem);
        await RefuseAsync(issuer.Sign(Claims(), algorithm));
    }

    [Fact]
    public async Task Refuses_an_algorithm_that_the_settings_leave_out()
    {
        WriteKeys(issuer.KeySet);
        options.Algorithms.Add("ES256");
        await BelieveAsync(issuer.Sign(Claims()));
        await RefuseAsync(issuer.Sign(Claims(), "RS256"));
    }

    /// <summary>Nothing that a header names is opened, fetched or used as a key; a key's name at most chooses among those of the file.</summary>
    [Theory]
    [InlineData("kid", "../../../../dev/null")]
    [InlineData("kid", "/etc/passwd")]
    [InlineData("kid", "two' OR '1'='1")]
    [InlineData("jku", "https://attacker.example/keys")]
    [InlineData("x5u", "file:///etc/passwd")]
    public async Task What_a_header_names_is_not_followed(string name, string value)
    {
        using var stranger = new CallerTokenIssuer();
        WriteKeys(issuer.KeySet);
        await RefuseAsync(stranger.Sign(Claims(), header: new JsonObject { [name] = value }));
        await RefuseAsync(issuer.Sign(Claims(), "none", header: new JsonObject { [name] = value }));
    }

    [Fact]
    public async Task A_key_that_a_token_brings_along_is_not_believed()
    {
        using var stranger = new CallerTokenIssuer();
        WriteKeys(issuer.KeySet);
        var own = JsonNode.Parse(stranger.KeySet)!["keys"]![0]!.DeepClone();
        await RefuseAsync(stranger.Sign(Claims(), header: new JsonObject { ["jwk"] = own, ["kid"] = "one" }));
    }

    [Fact]
    public async Task Refuses_critical_extensions()
    {
        WriteKeys(issuer.Pem);
        await RefuseAsync(issuer.Sign(Claims(), header: new JsonObject { ["crit"] = new JsonArray("b64"), ["b64"] = false }));
    }

    [Fact]
    public async Task A_token_bounds_routes_and_users()
    {
        WriteKeys(issuer.Pem);
        var claims = Claims();
        Assert.Equal(TokenScope.Unbounded, (await BelieveAsync(issuer.Sign(claims))).Scope);
        claims["act_for"] = new JsonArray("shop-1", "shop-2*");
        claims["routes"] = "wallet.balance.*";
        var scope = (await BelieveAsync(issuer.Sign(claims))).Scope;
        Assert.True(scope.CoversUser("shop-1"));
        Assert.True(scope.CoversUser("shop-27"));
        Assert.False(scope.CoversUser("shop-3"));
        Assert.True(scope.CoversRoute("wallet.balance.get"));
        Assert.False(scope.CoversRoute("wallet.transaction.sign"));

        claims["act_for"] = new JsonArray();
        Assert.False((await BelieveAsync(issuer.Sign(claims))).Scope.CoversUser("shop-1"));
        claims["act_for"] = new JsonArray("shop-1", 7);
        await RefuseAsync(issuer.Sign(claims));
    }

    [Fact]
    public async Task Keys_are_changed_while_the_service_runs_and_a_broken_file_changes_nothing()
    {
        using var next = new CallerTokenIssuer();
        WriteKeys(issuer.Pem);
        await BelieveAsync(issuer.Sign(Claims()));
        WriteKeys("no keys");
        clock.Advance(options.KeysInterval);
        await BelieveAsync(issuer.Sign(Claims()));

        WriteKeys(next.KeySet);
        clock.Advance(options.KeysInterval);
        await BelieveAsync(next.Sign(Claims()));
        await RefuseAsync(issuer.Sign(Claims()));

        File.Delete(options.KeysFile);
        clock.Advance(options.KeysInterval);
        await BelieveAsync(next.Sign(Claims()));
    }

    [Fact]
    public void Settings_that_would_believe_too_much_stop_the_start()
    {
        WriteKeys(issuer.Pem);
        Assert.True(new CallerTokensOptionsRules().Validate(null, options).Succeeded);
        Assert.True(new CallerTokensOptionsRules().Validate(null, new CallerTokensOptions()).Succeeded);

        AssertStops("KeysFile", issuer.PrivatePem);
        AssertStops("KeysFile", """{"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"}]}""");
        AssertStops("KeysFile", """{"keys":[]}""");
        AssertStops("KeysFile", "{");
        AssertStops("KeysFile", new string(' ', 300_000));
        using var small = System.Security.Cryptography.RSA.Create(1_024);
        AssertStops("KeysFile", small.ExportSubjectPublicKeyInfoPem());
        using var other = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP384);
        AssertStops("KeysFile", other.ExportSubjectPublicKeyInfoPem());

        options.Algorithms.Add("HS256");
        AssertStops("Algorithms", issuer.Pem);
        options.Issuer = " ";
        AssertStops("Issuer", issuer.Pem);
        options.Audience = string.Empty;
        AssertStops("Audience", issuer.Pem);
    }

    public void Dispose()
    {
        issuer.Dispose();
        folder.Dispose();
    }

    private void AssertStops(string setting, string keys)
    {
        WriteKeys(keys);
        var result = new CallerTokensOptionsRules().Validate(null, options);
        Assert.True(result.Failed);
        Assert.Contains($"CallerTokens:{setting}", result.FailureMessage, StringComparison.Ordinal);
    }

    private JsonObject Claims(string caller = "shop") => CallerTokenIssuer.Claims(caller, Now);

    private void WriteKeys(string keys) => File.WriteAllText(options.KeysFile, keys);

    private async Task<CallerToken.Valid> BelieveAsync(string token) => Assert.IsType<CallerToken.Valid>(await CheckAsync(token));

    private async Task RefuseAsync(string token, string reason = CallerRefusals.Token)
    {
        var refusal = Assert.IsType<CallerToken.Invalid>(await CheckAsync(token)).Refusal;
        Assert.Equal("UNAUTHORIZED_CALLER", refusal.Code);
        Assert.Equal(reason, refusal.Details["reason"]);
    }

    private Task<CallerToken> CheckAsync(string token)
    {
        var given = Options.Create(options);
        check ??= new CallerTokenCheck(
            new TokenKeys(given, clock, NullLogger<TokenKeys>.Instance), given, clock, NullLogger<CallerTokenCheck>.Instance);
        return check.CheckAsync(token);
    }
}
