namespace WalletService.Solana.Messages;

/// <summary>The addresses that a v0 message loads from its lookup tables, in the order in which they are numbered.</summary>
public sealed record LoadedAddresses(IReadOnlyList<Address> Writable, IReadOnlyList<Address> Readonly)
{
    public static LoadedAddresses None { get; } = new([], []);
}
