using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace WalletService.Redis.Tests.Connections;

public sealed class RedisOptionsTests
{
    [Theory]
    [InlineData("Endpoint", "")]
    [InlineData("Endpoint", "redis")]
    [InlineData("Endpoint", "redis:0")]
    [InlineData("Endpoint", "redis:70000")]
    [InlineData("Endpoint", "redis:6379,password=secret")]
    [InlineData("Endpoint", "redis-0:6379,redis-1:0")]
    [InlineData("Endpoint", "redis-0:6379, redis-1:6379")]
    [InlineData("CallTimeout", "00:01:00")]
    [InlineData("BreakDuration", "00:00:00")]
    public void A_wrong_setting_is_named(string name, string value)
    {
        using var services = name == "Endpoint"
            ? RedisCacheServices.Build((name, value))
            : RedisCacheServices.Build(("Endpoint", "redis:6379"), (name, value));

        var refusal = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<RedisOptions>>().Value);

        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
    }
}
