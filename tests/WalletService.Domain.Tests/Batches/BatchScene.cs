using System.Globalization;
using System.Security.Cryptography;
using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Batches;

/// <summary>What tests of batches share, beside a scene of transfers.</summary>
internal static class BatchScene
{
    /// <summary>An address that a private key exists for.</summary>
    public static SolanaAddress NewRecipient()
    {
        while (true)
        {
            var bytes = RandomNumberGenerator.GetBytes(SolanaAddress.Length);
            if (Ed25519.IsOnCurve(bytes))
            {
                return SolanaAddress.FromBytes(bytes);
            }
        }
    }

    public static SolanaAddress[] NewRecipients(int count) => [.. Enumerable.Range(0, count).Select(_ => NewRecipient())];

    public static TransferBatchCommand BatchCommand(
        this TransferScene scene, IEnumerable<(SolanaAddress To, string Amount)> rows, SolanaAddress? mint = null, string key = "batch-1", TimeSpan? validFor = null) => new(
        scene.Caller,
        scene.User,
        scene.Wallet.Id,
        mint,
        [
            .. rows.Select((row, index) => new BatchRow
            {
                Number = index + 1,
                Recipient = row.To,
                Quantity = TokenQuantity.Parse(row.Amount),
                Reference = $"line {(index + 1).ToString(CultureInfo.InvariantCulture)}",
            }),
        ],
        TokenAmountMeaning.Sent,
        Memo: null,
        IdempotencyKey.Parse(key),
        validFor);

    public static async Task<Batch> SubmitAsync(this TransferInstance instance, TransferBatchCommand command)
    {
        var result = await instance.Batching.SubmitAsync(command, CancellationToken.None);
        Assert.True(result.TryGetValue(out var batch, out var error), error?.Message);
        return batch;
    }

    public static async Task<WalletError> RefusalAsync(this TransferInstance instance, TransferBatchCommand command)
    {
        var result = await instance.Batching.SubmitAsync(command, CancellationToken.None);
        Assert.False(result.TryGetValue(out _, out var error));
        return error;
    }

    public static async Task<Batch> ReadAsync(this TransferScene scene, Batch batch) =>
        await scene.Port<IBatchStore>().FindAsync(scene.User, batch.Id, CancellationToken.None) ?? throw new InvalidOperationException("Lost.");

    public static async Task<Batch> EndOfAsync(this TransferScene scene, Batch batch)
    {
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(batch)).Status == BatchStatus.Ended);
        return await scene.ReadAsync(batch);
    }

    public static async Task<IReadOnlyList<BatchRowState>> RowsAsync(this TransferScene scene, Batch batch)
    {
        var lookup = new BatchLookup(
            scene.Port<IBatchStore>(), scene.Port<IBatchRows>(), scene.Port<ITransferStore>(), TimeProvider.System);
        return (await lookup.GetRowsAsync(batch, after: 0, batch.RowCount, CancellationToken.None)).Rows;
    }
}
