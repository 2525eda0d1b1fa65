namespace WalletService.Chaos.Faults;

/// <summary>Lets a fault last.</summary>
internal static class Patience
{
    /// <summary>Waits for the length of the fault, or until the campaign's time is up.</summary>
    public static async Task LastsAsync(this PlannedFault fault, CancellationToken timeIsUp)
    {
        try
        {
            await Task.Delay(fault.Lasts, timeIsUp);
        }
        catch (OperationCanceledException)
        {
            // It ends earlier.
        }
    }
}
