using WalletService.CrashHost;
using WalletService.Host;

// The service itself, with crash points around what it does. Nothing else differs.
return await HostCommand.RunAsync(args, CrashPoints.AddTo);
