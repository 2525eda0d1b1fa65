using System.Net;
using System.Text;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws.Tests;

/// <summary>That requests are signed so that nobody else can make or change them: the fake checks each as AWS does.</summary>
public sealed class SignedRequestsTests
{
    private static readonly byte[] Message = "the bytes of a message"u8.ToArray();

    [Theory]
    [InlineData("SecretAccessKey", "another secret", "InvalidSignatureException")]
    [InlineData("AccessKeyId", "AKIDSOMEBODY", "UnrecognizedClientException")]
    [InlineData("Region", "eu-west-1", "InvalidSignatureException")]
    public async Task A_request_with_other_credentials_is_refused(string setting, string value, string error)
    {
        await using var vault = await AwsKmsVault.StartAsync((setting, value));

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Keys.CreateAsync(WalletId.New(TimeProvider.System), default));

        Assert.Equal(error, failure.Reason);
        Assert.Empty(vault.Aws.Keys);
    }

    [Fact]
    public async Task A_request_that_somebody_has_heard_can_not_be_changed()
    {
        await using var vault = await SignedOnceAsync();
        var (headers, body) = vault.Aws.Newest!.Value;
        var other = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(
            Convert.ToBase64String(Message), Convert.ToBase64String("the bytes of another one"u8), StringComparison.Ordinal));
        var elsewhere = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase) { ["X-Amz-Target"] = "TrentService.ScheduleKeyDeletion" };

        Assert.NotEqual(body, other);
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync(vault, headers, other));
        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync(vault, elsewhere, body));
        Assert.Equal((HttpStatusCode.OK, false), await SendAsync(vault, headers, body));
    }

    [Fact]
    public async Task A_request_that_is_old_is_refused()
    {
        await using var vault = await SignedOnceAsync();
        var (headers, body) = vault.Aws.Newest!.Value;

        vault.Aws.Now = () => TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(6);

        Assert.Equal((HttpStatusCode.BadRequest, true), await SendAsync(vault, headers, body));
    }

    private static async Task<AwsKmsVault> SignedOnceAsync()
    {
        var vault = await AwsKmsVault.StartAsync();
        var wallet = WalletId.New(TimeProvider.System);
        await vault.Keys.SignAsync(wallet, await vault.Keys.CreateAsync(wallet, default), Message, default);
        return vault;
    }

    /// <returns>The status, and whether the signature was refused.</returns>
    private static async Task<(HttpStatusCode Status, bool IsRefused)> SendAsync(
        AwsKmsVault vault, IReadOnlyDictionary<string, string> headers, byte[] body)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, vault.Aws.Address) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in headers)
        {
            _ = request.Headers.TryAddWithoutValidation(name, value) || request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var reply = await client.SendAsync(request);
        return (reply.StatusCode, (await reply.Content.ReadAsStringAsync()).Contains("InvalidSignatureException", StringComparison.Ordinal));
    }
}
