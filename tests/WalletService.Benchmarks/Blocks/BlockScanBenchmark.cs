using System.Diagnostics;
using System.Globalization;
using System.Net;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Benchmarks.Blocks;

/// <summary>
/// How many blocks the scanner reads in a second of one core: from the bytes of the answer, which come in pieces as from a socket, to the
/// transactions that concern wallets. The time is that of the processor, so that whatever else runs does not count.
/// </summary>
internal static class BlockScanBenchmark
{
    public const string Command = "blocks";

    private const int Blocks = 16;
    private const int TouchedPerBlock = 5;
    private const int WarmUps = 64;
    private const int Reads = 400;

    public static async Task RunAsync()
    {
        Console.WriteLine("| wallets | megabytes a block | transactions kept a block | blocks/s of one core | allocated a block, KB |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var wallets in (int[])[1_000, 100_000, 1_000_000])
        {
            await MeasureAsync(wallets);
        }
    }

    private static async Task MeasureAsync(int wallets)
    {
        var random = new Random(1);
        var register = new Register([.. Enumerable.Range(0, wallets).Select(_ => MainnetBlock.NewText(random, Address.Length))]);
        var watched = new WatchedAddresses(register);
        await watched.RefreshAsync(default);
        var maker = new MainnetBlock(random);
        var blocks = Enumerable.Range(1, Blocks)
            .Select(slot => maker.Make((ulong)slot + 1_000, random.GetItems(register.Addresses, TouchedPerBlock)))
            .ToArray();
        using var http = new HttpClient(new BlockServer(blocks));
        var client = new SolanaRpcClient(http, new Uri("http://node.invalid"));
        var filter = new Filter(watched);

        await ScanAsync(client, filter, WarmUps);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var began = Environment.CpuUsage.TotalTime;
        var kept = await ScanAsync(client, filter, Reads);
        var took = Environment.CpuUsage.TotalTime - began;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {wallets:N0} | {blocks.Average(block => block.Length) / 1e6:0.0} | {(double)kept / Reads:0.0} | {Reads / took.TotalSeconds:0} | {allocated / Reads / 1024.0:0} |"));
    }

    private static async Task<int> ScanAsync(SolanaRpcClient client, Filter filter, int times)
    {
        var kept = 0;
        for (var slot = 1UL; slot <= (ulong)times; slot++)
        {
            var block = await client.ScanBlockAsync(slot, Solana.Rpc.Commitment.Finalized, filter)
                ?? throw new UnreachableException("The server gives every block.");
            kept += block.Transactions.Count;
        }

        return kept;
    }

    private sealed class Register(string[] addresses) : IWatchedAddressSource
    {
        public string[] Addresses => addresses;

        public Task<AddedAddresses> LoadAsync(ulong? mark, CancellationToken cancellationToken) =>
            Task.FromResult(new AddedAddresses(addresses, Mark: 1));
    }

    private sealed class Filter(WatchedAddresses watched) : IAddressFilter
    {
        public bool MayContain(ReadOnlySpan<byte> text) => watched.MayContain(text);
    }

    /// <summary>Gives the blocks in turn, as a network gives them: in pieces.</summary>
    private sealed class BlockServer(byte[][] blocks) : HttpMessageHandler
    {
        private int next;

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StreamContent(new Pieces(blocks[next++ % blocks.Length])),
            });
    }

    private sealed class Pieces(byte[] bytes) : MemoryStream(bytes)
    {
        private const int Length64K = 64 * 1024;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(Length64K, buffer.Length)], cancellationToken);
    }
}
