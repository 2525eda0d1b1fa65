namespace WalletService.Cli;

/// <summary>How to reach the service, from options or the environment.</summary>
internal sealed record ConnectionSettings(Uri BrokerUri, string UserName, string Password);
