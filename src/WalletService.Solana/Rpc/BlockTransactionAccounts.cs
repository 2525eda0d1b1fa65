using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>The signatures and all accounts, loaded ones included, of one transaction of a block.</summary>
public sealed record BlockTransactionAccounts : IJsonOnDeserialized
{
    public required IReadOnlyList<Signature> Signatures { get; init; }

    public required IReadOnlyList<BlockAccount> AccountKeys { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Entries.Require(Signatures);
        Entries.Require(AccountKeys);
    }
}
