using WalletService.Domain.Deposits;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Deposits;

/// <summary>The row of the books: how far they are.</summary>
internal sealed record BooksRow(decimal? Slot, string? BlockHash, DateTime? OpenedAt, decimal? GapSlot)
{
    /// <summary>Reads the row and holds it until the end of the transaction: the lock of the books, taken before any wallet's.</summary>
    public const string Lock =
        "SELECT slot, block_hash AS BlockHash, opened_at AS OpenedAt, gap_slot AS GapSlot FROM deposit_books FOR UPDATE;";

    public BooksPosition? Position => Slot is { } slot ? new BooksPosition((ulong)slot, BlockHash!) : null;

    /// <summary>Before the books are opened nothing is older than they are.</summary>
    public DateTimeOffset Opened => OpenedAt.AsUtc() ?? DateTimeOffset.MinValue;
}

internal sealed record WatchedWalletRow(Guid Id, string UserId, string Address, DateTime CreatedAt)
{
    public const string Columns = "wallets.id, wallets.user_id AS UserId, wallet_keys.address, wallets.created_at AS CreatedAt";

    /// <summary>Each wallet once for each of its addresses, retired ones too.</summary>
    public const string From = "wallets JOIN wallet_keys ON wallet_keys.wallet_id = wallets.id";

    public WatchedWallet ToWallet() => new(
        WalletId.From(Id), Domain.Values.UserId.Parse(UserId), SolanaAddress.Parse(Address), CreatedAt.AsUtc());
}

internal sealed record OwnTransactionRow(string Signature, Guid TransferId, Guid WalletId)
{
    public OwnTransaction ToOwn() => new(
        TransactionSignature.Parse(Signature), TransactionId.From(TransferId), Domain.Values.WalletId.From(WalletId));
}

internal sealed record GivenSignatureRow(string Signature, Guid WalletId)
{
    public GivenSignature ToGiven() => new(TransactionSignature.Parse(Signature), Domain.Values.WalletId.From(WalletId));
}

internal sealed record AccountRow(Guid WalletId, string Account, string? Mint, decimal Balance, decimal? Difference)
{
    public const string Columns = "wallet_id AS WalletId, account, mint, balance, difference";

    public BookAccount ToAccount() => BookAccountOf(WalletId, Account, Mint);

    public static BookAccount BookAccountOf(Guid walletId, string account, string? mint) => new(
        Domain.Values.WalletId.From(walletId), SolanaAddress.Parse(account), mint is null ? null : SolanaAddress.Parse(mint));
}

internal sealed record EntryRow(
    Guid WalletId,
    string Account,
    string? Mint,
    string Kind,
    decimal Amount,
    decimal BalanceAfter,
    decimal Slot,
    DateTime? BlockTime,
    string? Signature,
    Guid? TransferId)
{
    public const string Columns =
        """
        wallet_id AS WalletId, account, mint, kind, amount, balance_after AS BalanceAfter, slot, block_time AS BlockTime, signature,
        transaction_id AS TransferId
        """;

    public LedgerEntry ToEntry() => new()
    {
        Account = AccountRow.BookAccountOf(WalletId, Account, Mint),
        Kind = Enum.Parse<EntryKind>(Kind, ignoreCase: true),
        Amount = (Int128)Amount,
        BalanceAfter = (ulong)BalanceAfter,
        Slot = (ulong)Slot,
        BlockTime = BlockTime.AsUtc(),
        Signature = Signature is null ? null : TransactionSignature.Parse(Signature),
        TransactionId = TransferId is { } id ? TransactionId.From(id) : null,
    };
}
