using System.Diagnostics;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Balances;

/// <summary>A chain on which every address holds the same, and which answers when the test lets it.</summary>
internal sealed class CountedLedger : ILedgerReader
{
    public const ulong Balance = 7_000_000;

    private TaskCompletionSource? held;
    private int reads;

    public int Reads => Volatile.Read(ref reads);

    public Action? BeforeAnswer { get; set; }

    /// <summary>No read is answered before <see cref="Release"/>.</summary>
    public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => Interlocked.Exchange(ref held, null)!.SetResult();

    /// <summary>Those that are held fail.</summary>
    public void Fail(Exception exception) => Interlocked.Exchange(ref held, null)!.SetException(exception);

    public async Task<LedgerBalance> GetBalanceAsync(SolanaAddress address, Commitment commitment, CancellationToken cancellationToken)
    {
        var slot = (ulong)Interlocked.Increment(ref reads);
        if (held is { } waiting)
        {
            await waiting.Task;
        }

        BeforeAnswer?.Invoke();
        return new LedgerBalance(new Lamports(Balance), slot);
    }

    public Task<TokenHoldings> GetTokensAsync(SolanaAddress owner, CancellationToken cancellationToken) =>
        throw new UnreachableException();

    public Task<TransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, ulong minimumSlot, CancellationToken cancellationToken) =>
        throw new UnreachableException();
}
