namespace WalletService.Postgres.Batching;

/// <summary>A call that waits to be run together with others.</summary>
internal abstract class GatheredCall
{
    private readonly TaskCompletionSource completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int isTaken;

    /// <summary>Takes the call to be run; false when its caller has given it up.</summary>
    public bool TryTake() => Interlocked.Exchange(ref isTaken, 1) == 0;

    public void Complete() => completion.TrySetResult();

    public void Fail(Exception exception) => completion.TrySetException(exception);

    /// <summary>
    /// Waits for the call. It can be given up until it is run; then it is waited for, because nobody could say what became of it:
    /// a cancelled call has done nothing.
    /// </summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (_, token) =>
            {
                if (TryTake())
                {
                    completion.TrySetCanceled(token);
                }
            },
            null);
        await completion.Task;
    }
}
