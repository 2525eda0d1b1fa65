using System.Collections.Concurrent;
using System.Text.Json;
using WalletService.Contracts;
using WalletService.Contracts.Management;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Creates a wallet for each of as many users, for the other workloads to use. It is not measured.</summary>
internal sealed class CreateWalletWorkload() : ServiceWorkload(letter: '-', "wallet.management.create", Routes.CreateWallet)
{
    private readonly ConcurrentQueue<BenchmarkWallet> created = new();

    /// <summary>The wallets of the good replies, ordered by user.</summary>
    public IReadOnlyList<BenchmarkWallet> Created => [.. created.OrderBy(wallet => wallet.UserId, StringComparer.Ordinal)];

    public override ReadOnlyMemory<byte> NextBody(long sequence) => ToBody(new CreateWallet
    {
        UserId = $"user-{sequence:D4}",
        Label = "benchmark",
        RequestId = $"create-{sequence}",
    });

    public override bool IsExpected(ReadOnlySpan<byte> reply)
    {
        if (!base.IsExpected(reply))
        {
            return false;
        }

        var wallet = JsonSerializer.Deserialize<CreateWalletReply>(reply, ContractJson.Options)!.Data!;
        created.Enqueue(new BenchmarkWallet(wallet.UserId, wallet.WalletId, wallet.Address));
        return true;
    }
}
