using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>
/// The issuer's keys as the file has them now, so that keys are changed without a restart. A file that can't be read any more leaves the
/// keys as they were, and is told of.
/// </summary>
internal sealed class TokenKeys(IOptions<CallerTokensOptions> options, TimeProvider time, ILogger<TokenKeys> logger)
{
    private readonly Lock gate = new();
    private IReadOnlyList<SecurityKey> keys = [];
    private byte[] content = [];
    private bool isRead;
    private long lookedAt;

    public IReadOnlyList<SecurityKey> Current
    {
        get
        {
            // Held while the file is read: it is small, and whoever waits needs what it says.
            lock (gate)
            {
                if (!isRead || time.GetElapsedTime(lookedAt) >= options.Value.KeysInterval)
                {
                    Look();
                }

                return keys;
            }
        }
    }

    private void Look()
    {
        isRead = true;
        lookedAt = time.GetTimestamp();
        try
        {
            var now = TokenKeyFile.Read(options.Value.KeysFile);
            if (!now.AsSpan().SequenceEqual(content))
            {
                keys = TokenKeyFile.Parse(now);
                content = now;
                logger.TokenKeysRead(keys.Count);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            logger.TokenKeysNotRead(exception);
        }
    }
}
