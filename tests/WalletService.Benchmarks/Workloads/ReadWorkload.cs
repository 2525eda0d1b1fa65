using WalletService.Contracts;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Asks something about each wallet in turn, with bodies that are made beforehand.</summary>
internal sealed class ReadWorkload : ServiceWorkload
{
    private readonly byte[][] bodies;

    private ReadWorkload(char letter, string name, string route, byte[][] bodies)
        : base(letter, name, route) => this.bodies = bodies;

    public static ReadWorkload OfBalances(char letter, IEnumerable<BenchmarkWallet> wallets) => new(
        letter,
        "wallet.balance.get, cached",
        Routes.GetBalance,
        [.. wallets.Select(wallet => ToBody(new GetBalance { UserId = wallet.UserId, WalletId = wallet.WalletId }))]);

    public static ReadWorkload OfWallets(char letter, IEnumerable<BenchmarkWallet> wallets) => new(
        letter,
        "wallet.management.get",
        Routes.GetWallet,
        [.. wallets.Select(wallet => ToBody(new GetWallet { UserId = wallet.UserId, WalletId = wallet.WalletId }))]);

    public override ReadOnlyMemory<byte> NextBody(long sequence) => bodies[sequence % bodies.Length];
}
