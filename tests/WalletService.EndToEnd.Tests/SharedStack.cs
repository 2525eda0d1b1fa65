namespace WalletService.EndToEnd.Tests;

/// <summary>Tests that leave the service as they found it share one.</summary>
[CollectionDefinition(Name)]
public sealed class SharedStack : ICollectionFixture<WalletServiceStack>
{
    public const string Name = "shared stack";
}
