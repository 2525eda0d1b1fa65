using Microsoft.Extensions.Options;

namespace WalletService.Messaging.Tests;

/// <summary>A wrong setting stops the start, and is named.</summary>
public sealed class MessagingOptionsTests
{
    [Fact]
    public void Takes_the_defaults() => Assert.True(new MessagingOptionsValidator().Validate(null, new MessagingOptions()).Succeeded);

    [Fact]
    public void Names_every_value_out_of_range()
    {
        var options = new MessagingOptions { MaximumBodyBytes = 0, MaximumPendingReplies = 0 };
        var result = new MessagingOptionsValidator().Validate(null, options);
        foreach (var setting in new[] { "MaximumBodyBytes", "MaximumPendingReplies" })
        {
            Assert.Contains(setting, result.FailureMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Names_what_is_missing_of_the_broker()
    {
        var result = new RabbitMqOptionsValidator().Validate(null, new RabbitMqOptions());
        foreach (var setting in new[] { "Uri", "UserName", "Password" })
        {
            Assert.Contains(setting, result.FailureMessage, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http://broker/", "amqp://")]
    [InlineData("amqp://ann:secret@broker/", "RabbitMq:UserName")]
    public void Refuses_other_schemes_and_credentials_in_the_address_without_repeating_them(string uri, string said)
    {
        var result = new RabbitMqUriValidator().Validate(null, new RabbitMqOptions { Uri = new Uri(uri) });
        Assert.Contains(said, result.FailureMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.FailureMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("amqp://broker:5672/wallet")]
    [InlineData("amqps://broker/")]
    public void Takes_brokers_with_and_without_TLS(string uri) =>
        Assert.False(((IValidateOptions<RabbitMqOptions>)new RabbitMqUriValidator()).Validate(null, new RabbitMqOptions { Uri = new Uri(uri) }).Failed);
}
