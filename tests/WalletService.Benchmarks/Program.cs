using WalletService.Benchmarks;
using WalletService.Benchmarks.Blocks;
using WalletService.Benchmarks.Echo;
using WalletService.Benchmarks.Rolling;
using WalletService.Benchmarks.Soak;
using WalletService.Benchmarks.Tracing;

if (args is [EchoProcess.Command, var kind])
{
    await EchoProcess.ServeAsync(kind);
    return 0;
}

if (args is [BlockScanBenchmark.Command])
{
    await BlockScanBenchmark.RunAsync();
    return 0;
}

if (args is [SoakRun.Command, ..])
{
    return await SoakRun.OfAsync(args[1..]);
}

if (args is [RollingRestart.Command])
{
    return await new RollingRestart().RunAsync();
}

if (args is [TracingCost.Command, ..])
{
    return await TracingCost.OfAsync(args[1..]);
}

BenchmarkOptions options;
try
{
    options = BenchmarkOptions.Parse(args);
}
catch (FormatException error)
{
    await Console.Error.WriteLineAsync(error.Message);
    await Console.Error.WriteLineAsync(BenchmarkOptions.Usage);
    return 2;
}

return await new BenchmarkRun(options).RunAsync();
