using System.Text.Json;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <content>Reading accounts.</content>
public sealed partial class SolanaRpcClient
{
    /// <summary>An account's lamports; 0 when there is no such account.</summary>
    public Task<RpcResult<ulong>> GetBalanceAsync(
        Address address, Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallInContextAsync(
            RpcJson.Default.RpcReplyContextValueUInt64,
            "getBalance",
            writer =>
            {
                writer.WriteStringValue(address.ToString());
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot);
            },
            cancellationToken);

    /// <summary>An account; null when there is none.</summary>
    public Task<RpcResult<AccountInfo?>> GetAccountInfoAsync(
        Address address, Commitment commitment, ulong? minContextSlot = null, CancellationToken cancellationToken = default) =>
        CallInContextOrNullAsync(
            RpcJson.Default.RpcReplyContextValueAccountInfo,
            "getAccountInfo",
            writer =>
            {
                writer.WriteStringValue(address.ToString());
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot, RpcRequest.WriteBase64Encoding);
            },
            cancellationToken);

    /// <summary>At most <see cref="MaxAccounts"/> accounts at one slot, in the order asked; null for those that do not exist.</summary>
    public Task<RpcResult<IReadOnlyList<AccountInfo?>>> GetMultipleAccountsAsync(
        IReadOnlyCollection<Address> addresses,
        Commitment commitment,
        ulong? minContextSlot = null,
        CancellationToken cancellationToken = default) =>
        GetMultipleAccountsAsync(addresses, dataSlice: null, commitment, minContextSlot, cancellationToken);

    /// <summary>The same with a part of each account's data: an account may hold 10 MiB.</summary>
    public Task<RpcResult<IReadOnlyList<AccountInfo?>>> GetMultipleAccountsAsync(
        IReadOnlyCollection<Address> addresses,
        DataSlice? dataSlice,
        Commitment commitment,
        ulong? minContextSlot = null,
        CancellationToken cancellationToken = default)
    {
        RequireAtMost(addresses, MaxAccounts, nameof(addresses));
        return CallForEachAsync(
            RpcJson.Default.RpcReplyContextValueIReadOnlyListAccountInfo,
            "getMultipleAccounts",
            addresses.Count,
            writer =>
            {
                RpcRequest.WriteAddresses(writer, addresses);
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot, more => WriteAccountOptions(more, dataSlice));
            },
            cancellationToken);
    }

    /// <summary>The token accounts of an owner under one token program; ask for each program by itself.</summary>
    public async Task<RpcResult<IReadOnlyList<TokenAccountEntry>>> GetTokenAccountsByOwnerAsync(
        Address owner,
        Address tokenProgram,
        Commitment commitment,
        ulong? minContextSlot = null,
        CancellationToken cancellationToken = default)
    {
        const string Method = "getTokenAccountsByOwner";
        var result = await CallInContextAsync(
            RpcJson.Default.RpcReplyContextValueIReadOnlyListTokenAccountEntry,
            Method,
            writer =>
            {
                writer.WriteStringValue(owner.ToString());
                writer.WriteStartObject();
                writer.WriteString("programId"u8, tokenProgram.ToString());
                writer.WriteEndObject();
                RpcRequest.WriteConfiguration(writer, commitment, minContextSlot, RpcRequest.WriteBase64Encoding);
            },
            cancellationToken);
        RequireEntries(result.Value, Method);
        return result;
    }

    /// <summary>The lamports that an account with <paramref name="dataLength"/> bytes of data must keep.</summary>
    public Task<ulong> GetMinimumBalanceForRentExemptionAsync(
        ulong dataLength, Commitment commitment = Commitment.Confirmed, CancellationToken cancellationToken = default) =>
        CallAsync(
            RpcJson.Default.RpcReplyUInt64,
            "getMinimumBalanceForRentExemption",
            writer =>
            {
                writer.WriteNumberValue(dataLength);
                RpcRequest.WriteConfiguration(writer, commitment);
            },
            cancellationToken);

    /// <summary>Has a test cluster create lamports; the answer is the signature of the transaction that will bring them.</summary>
    public Task<Signature> RequestAirdropAsync(
        Address address, ulong lamports, Commitment commitment = Commitment.Confirmed, CancellationToken cancellationToken = default) =>
        CallAsync(
            RpcJson.Default.RpcReplySignature,
            "requestAirdrop",
            writer =>
            {
                writer.WriteStringValue(address.ToString());
                writer.WriteNumberValue(lamports);
                RpcRequest.WriteConfiguration(writer, commitment);
            },
            cancellationToken);

    private static void WriteAccountOptions(Utf8JsonWriter writer, DataSlice? dataSlice)
    {
        RpcRequest.WriteBase64Encoding(writer);
        if (dataSlice is not null)
        {
            writer.WriteStartObject("dataSlice"u8);
            writer.WriteNumber("offset"u8, dataSlice.Offset);
            writer.WriteNumber("length"u8, dataSlice.Length);
            writer.WriteEndObject();
        }
    }
}
