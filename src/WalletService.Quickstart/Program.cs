using WalletService.Quickstart;

return await QuickstartCommand.RunAsync(args);
