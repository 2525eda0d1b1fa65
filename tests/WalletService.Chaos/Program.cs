using WalletService.Chaos;

ChaosOptions options;
try
{
    options = ChaosOptions.Parse(args, TimeProvider.System);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    await Console.Error.WriteLineAsync(ChaosOptions.Usage);
    return 2;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
try
{
    return await new Campaign(options, Console.Out, TimeProvider.System).RunAsync(interrupted.Token) ? 0 : 1;
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("interrupted");
    return 130;
}
