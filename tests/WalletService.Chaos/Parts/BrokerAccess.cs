namespace WalletService.Chaos.Parts;

/// <summary>How to reach the broker.</summary>
/// <param name="Uri">Address of the virtual host, without credentials.</param>
internal sealed record BrokerAccess(Uri Uri, string UserName, string Password);
