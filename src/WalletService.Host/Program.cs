using WalletService.Host;

return await HostCommand.RunAsync(args);
