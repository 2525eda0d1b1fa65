using WalletService.Contracts;
using WalletService.Contracts.Management;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Creates a wallet for a new user each time, of keys that were made ahead.</summary>
internal sealed class PooledCreateWorkload(char letter)
    : ServiceWorkload(letter, "wallet.management.create, key made ahead", Routes.CreateWallet)
{
    private long requests;

    public override ReadOnlyMemory<byte> NextBody(long sequence)
    {
        var number = Interlocked.Increment(ref requests);
        return ToBody(new CreateWallet { UserId = $"new-{number}", Label = "benchmark", RequestId = $"pooled-{number}" });
    }
}
