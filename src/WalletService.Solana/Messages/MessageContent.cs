namespace WalletService.Solana.Messages;

/// <summary>The fields of a message, before the rules have been checked.</summary>
internal sealed class MessageContent
{
    public required MessageVersion Version { get; init; }

    public required MessageHeader Header { get; init; }

    public required IReadOnlyList<Address> Addresses { get; init; }

    public required Blockhash Blockhash { get; init; }

    public required IReadOnlyList<CompiledInstruction> Instructions { get; init; }

    public IReadOnlyList<AddressLookup> Lookups { get; init; } = [];

    public MessageConfiguration? Configuration { get; init; }
}
