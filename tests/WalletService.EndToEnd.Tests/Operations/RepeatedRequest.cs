using WalletService.Client;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>Asks until it is disposed, whatever is answered, if anything.</summary>
internal sealed class RepeatedRequest : IAsyncDisposable
{
    private readonly Task repeating;
    private bool isOver;

    private RepeatedRequest(Func<Task> askAsync) => repeating = Task.Run(async () =>
    {
        while (!Volatile.Read(ref isOver))
        {
            try
            {
                await askAsync();
            }
            catch (Exception exception) when (exception is WalletRequestException or TimeoutException)
            {
                // Refused, or still being tried, as it should be.
            }
        }
    });

    public static RepeatedRequest Of(Func<Task> askAsync) => new(askAsync);

    public async ValueTask DisposeAsync()
    {
        Volatile.Write(ref isOver, true);
        await repeating;
    }
}
