namespace WalletService.Ledger.Solana.Nodes;

internal static class Patience
{
    /// <returns>Whether none of the tasks ended in the given time; false also when cancelled.</returns>
    public static async Task<bool> RunsOutAsync(IEnumerable<Task> running, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var overtaken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var late = Task.Delay(time, clock, overtaken.Token);
        var first = await Task.WhenAny([.. running, late]);
        await overtaken.CancelAsync();
        return first == late && !cancellationToken.IsCancellationRequested;
    }
}
