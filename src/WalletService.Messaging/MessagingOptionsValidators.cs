using Microsoft.Extensions.Options;
using WalletService.Domain.Connections;

namespace WalletService.Messaging;

[OptionsValidator]
internal sealed partial class MessagingOptionsValidator : IValidateOptions<MessagingOptions>;

[OptionsValidator]
internal sealed partial class RabbitMqOptionsValidator : IValidateOptions<RabbitMqOptions>;

/// <summary>What no attribute can say of the broker's address.</summary>
internal sealed class RabbitMqUriValidator : IValidateOptions<RabbitMqOptions>
{
    public ValidateOptionsResult Validate(string? name, RabbitMqOptions options)
    {
        if (options.Uri is not { } uri)
        {
            return ValidateOptionsResult.Skip;
        }

        if (!uri.IsAbsoluteUri || uri.Scheme is not ("amqp" or "amqps"))
        {
            return ValidateOptionsResult.Fail("RabbitMq:Uri begins with amqp:// or amqps://.");
        }

        if (uri.UserInfo.Length > 0)
        {
            return ValidateOptionsResult.Fail("RabbitMq:Uri has no user and password; they are RabbitMq:UserName and RabbitMq:Password.");
        }

        if (options.AuthorityFile is { Length: > 0 } && uri.Scheme != "amqps")
        {
            return ValidateOptionsResult.Fail("RabbitMq:AuthorityFile is given, and RabbitMq:Uri is not amqps://: nothing would be checked.");
        }

        return PrivateAuthority.FindProblem(options.AuthorityFile) is { } problem
            ? ValidateOptionsResult.Fail($"RabbitMq:AuthorityFile: {problem}")
            : ValidateOptionsResult.Success;
    }
}
