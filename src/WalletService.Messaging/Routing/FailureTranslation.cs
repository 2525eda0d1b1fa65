using Microsoft.Extensions.Logging;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;

namespace WalletService.Messaging.Routing;

/// <summary>The one place where exceptions of use cases become replies.</summary>
internal sealed class FailureTranslation(ILogger<FailureTranslation> logger)
{
    /// <summary>
    /// Runs a handler. When an outcome is unknown it runs once more: with the same idempotency key it finds what was committed.
    /// </summary>
    /// <exception cref="OperationCanceledException">
    /// The delivery was cancelled: the broker has it back and will deliver it again.
    /// </exception>
    public async Task<Answer<TData>> TranslateAsync<TData>(
        Func<Task<Answer<TData>>> handle, string route, CancellationToken cancellationToken)
        where TData : class
    {
        var isRepeated = false;
        while (true)
        {
            try
            {
                return await handle();
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (OutcomeUnknownException exception)
            {
                logger.OutcomeUnknown(exception, route, exception.Dependency);
                if (isRepeated)
                {
                    return WalletErrors.OutcomeUnknown(exception.Dependency);
                }

                isRepeated = true;
            }
            catch (PortUnavailableException exception)
            {
                logger.DependencyUnavailable(exception, route, exception.Dependency);
                return WalletErrors.DependencyUnavailable(exception.Dependency);
            }
            catch (KeyUnusableException exception)
            {
                logger.KeyUnusable(exception, route, exception.Reason);
                return WalletErrors.SigningFailed(
                    $"The wallet's key can't be used ({exception.Reason}). Nothing was signed; ask the operator of the service.");
            }
            catch (Exception exception)
            {
                logger.RequestFailed(exception, route);
                return WalletErrors.Internal();
            }
        }
    }
}
