namespace WalletService.EndToEnd.Tests;

/// <summary>Tests that load the machine so much that others, running beside them, would wait too long for theirs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneOnTheMachine
{
    public const string Name = "alone on the machine";
}
