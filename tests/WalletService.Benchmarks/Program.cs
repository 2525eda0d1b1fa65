using WalletService.Benchmarks;
using WalletService.Benchmarks.Blocks;
using WalletService.Benchmarks.Echo;

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
