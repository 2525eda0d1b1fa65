using System.Globalization;
using System.Text.Json;
using WalletService.KmsEmulator;

// --port N (0 takes a free one)   --state FILE (keys survive a restart)   --pending-polls N
var options = new KmsEmulatorOptions();
for (var index = 0; index < args.Length; index += 2)
{
    var value = index + 1 < args.Length ? args[index + 1] : throw new ArgumentException($"{args[index]} needs a value.", nameof(args));
    options = args[index] switch
    {
        "--port" => options with { Port = int.Parse(value, CultureInfo.InvariantCulture) },
        "--state" => options with { StateFile = value },
        "--pending-polls" => options with { PendingPolls = int.Parse(value, CultureInfo.InvariantCulture) },
        _ => throw new ArgumentException($"Unknown option {args[index]}; there are --port, --state and --pending-polls.", nameof(args)),
    };
}

await using var emulator = await KmsEmulatorServer.StartAsync(options);
await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { baseUrl = emulator.BaseAddress.GetLeftPart(UriPartial.Authority) }));
await emulator.WaitForShutdownAsync();
