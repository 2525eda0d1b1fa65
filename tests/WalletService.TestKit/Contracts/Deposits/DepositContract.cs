using System.Globalization;
using System.Security.Cryptography;
using WalletService.Domain.Deposits;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using Xunit;

namespace WalletService.TestKit.Contracts.Deposits;

/// <summary>What the contract suites of the books share. The books are one for the whole store: each test has a store of its own.</summary>
public abstract class DepositContract : StorageContract
{
    private Bookkeeper? bookkeeper;

    protected ScriptedChain Chain { get; } = new();

    protected Bookkeeper Bookkeeper => bookkeeper ??= new Bookkeeper(Time);

    /// <summary>Where the books are.</summary>
    protected BooksPosition Position { get; private set; } = new(0, string.Empty);

    protected async Task OpenAsync() => Position = await Storage.DepositBooks.OpenAsync(Chain.Position, default);

    protected async Task<Wallet> CreateWalletAfterOpeningAsync()
    {
        await OpenAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        return await CreateWalletAsync();
    }

    /// <summary>Gives the wallet another key, and so another address.</summary>
    protected async Task<Wallet> RotateAsync(Wallet wallet)
    {
        var request = new RotationRequest(
            Guid.CreateVersion7(Time.GetUtcNow()),
            wallet.UserId,
            wallet.Id,
            Caller,
            IsAdministrator: false,
            Reason: null,
            IdempotencyKey.Parse($"rotate-{wallet.KeyNumber}"),
            RequestFingerprint.Of("rotateKey"),
            Time.GetUtcNow());
        var begun = Assert.IsType<RotationBeginning.Begun>(await Storage.Rotations.BeginAsync(request, _ => null, default));
        return await Storage.Rotations.CompleteAsync(begun.Rotation, NewKey(), default);
    }

    /// <summary>Gives a caller the wallet's signature over a transaction of its own.</summary>
    protected async Task GiveSignatureAsync(Wallet wallet, TransactionSignature signature)
    {
        var request = new SigningRequest(
            wallet.Id,
            wallet.UserId,
            Caller,
            IdempotencyKey.Parse(signature.Value),
            RequestFingerprint.Of("sign", signature.Value),
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(signature.Value))),
            wallet.Key.KeyVersionName,
            Time.GetUtcNow());
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(request, default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.CompleteAsync(request, signature, default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.CompleteAsync(request, signature, default));
    }

    protected async Task<Bookings> BookAsync(params ChainBlock[] blocks)
    {
        var booked = await Storage.DepositBooks.BookAsync(Position, blocks, view => Bookkeeper.Book(blocks, view), default);
        Assert.NotNull(booked);
        Position = BooksPosition.Of(blocks[^1]);
        return booked;
    }

    protected Task<Bookings> DetectAsync(params ChainBlock[] blocks) =>
        Storage.DepositBooks.DetectAsync(blocks, view => Bookkeeper.Detect(blocks, view), default);

    protected async Task<IReadOnlyList<Deposit>> DepositsAsync(Wallet wallet) =>
        (await Storage.DepositHistory.ListAsync(wallet.UserId, new DepositFilter(wallet.Id, null, null), 100, null, default)).Deposits;

    /// <summary>The wallet's books as <c>kind amount</c>, after checking that each account's lines add up.</summary>
    protected async Task<string[]> LinesAsync(Wallet wallet)
    {
        var lines = await Storage.DepositHistory.ReadBooksAsync(wallet.Id, 0, 1000, default);
        foreach (var account in lines.GroupBy(line => line.Account))
        {
            var balance = Int128.Zero;
            foreach (var line in account)
            {
                balance += line.Amount;
                Assert.Equal(balance, line.BalanceAfter);
            }
        }

        return [.. lines.Select(line => string.Create(
            CultureInfo.InvariantCulture, $"{line.Kind.ToString().ToLowerInvariant()} {(line.Amount > 0 ? "+" : string.Empty)}{line.Amount}"))];
    }
}
