using WalletService.Cli;

return await Walletctl.RunAsync(args, Terminal.OfProcess(), Environment.GetEnvironmentVariable, Walletctl.ConnectAsync);
