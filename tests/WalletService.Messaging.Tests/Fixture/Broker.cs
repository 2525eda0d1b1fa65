namespace WalletService.Messaging.Tests.Fixture;

/// <summary>How to reach a virtual host.</summary>
internal sealed record Broker(Uri Uri, string UserName, string Password);
