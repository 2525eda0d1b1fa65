using System.Globalization;
using System.Security.Cryptography;

namespace WalletService.Contracts;

/// <summary>
/// Names for queues on which callers take their replies: the name of the caller's user at the broker, <c>:replies.</c>, and 32 hexadecimal
/// digits. No user's name holds a colon, so the permission <c>^shop:replies\.</c> covers the queues of <c>shop</c> and of nobody else.
/// The service answers there only requests whose AMQP property <c>user_id</c> is that user.
/// </summary>
public static class ReplyQueues
{
    /// <summary>What follows the name of the user.</summary>
    public const string Marker = ":replies.";

    private const int LongestUser = 64;
    private const int SecretBytes = 16;

    /// <summary>A new name, which nobody else can guess. Over a bus of MassTransit: <c>OverrideDefaultBusEndpointQueueName</c>.</summary>
    /// <param name="brokerUser">1 to 64 letters and digits of ASCII, dots, underscores and hyphens, as the service knows its callers.</param>
    /// <exception cref="ArgumentException">The user has another kind of name.</exception>
    public static string NewName(string brokerUser)
    {
        ArgumentNullException.ThrowIfNull(brokerUser);
        if (brokerUser.Length is 0 or > LongestUser || !brokerUser.All(IsAllowed))
        {
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The broker's user has to have 1 to {LongestUser} letters and digits of ASCII, dots, underscores and hyphens."),
                nameof(brokerUser));
        }

        return $"{brokerUser}{Marker}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
    }

    private static bool IsAllowed(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-';
}
