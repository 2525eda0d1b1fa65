using Microsoft.Extensions.Options;
using WalletService.Domain.Risk;
using WalletService.Messaging;

namespace WalletService.Host.Risk;

/// <summary>What the settings of the risk check must be together.</summary>
internal sealed class RiskOptionsRules(IHostEnvironment environment, IOptions<MessagingOptions> messaging) : IValidateOptions<RiskOptions>
{
    public ValidateOptionsResult Validate(string? name, RiskOptions options)
    {
        if (options.Transport == RiskTransport.Amqp)
        {
            return ValidateOverBroker(options);
        }

        if (options.Url is null)
        {
            return options.Token is null
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Risk:Token is given without Risk:Url.");
        }

        if (!options.Url.IsAbsoluteUri || options.Url.Scheme is not ("http" or "https"))
        {
            return ValidateOptionsResult.Fail("Risk:Url is an http or https address.");
        }

        return environment.IsProduction() && options.Url.Scheme != "https"
            ? ValidateOptionsResult.Fail("Risk:Url has to be https in Production.")
            : ValidateOptionsResult.Success;
    }

    private ValidateOptionsResult ValidateOverBroker(RiskOptions options)
    {
        if (messaging.Value.Transport != MessagingTransport.RabbitMq)
        {
            return ValidateOptionsResult.Fail("Risk:Transport is Amqp, and Messaging:Transport is not RabbitMq: there is no broker to ask by.");
        }

        return options.Url is null && options.Token is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Risk:Url and Risk:Token are for HTTP, and Risk:Transport is Amqp.");
    }
}
