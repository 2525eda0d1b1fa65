using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>
/// Reads from a transaction's balances what it did to wallets of ours. Only balances count: an instruction may be called in many ways,
/// from inside another program, or by a name that nobody knows yet.
/// </summary>
internal sealed class MovementReader
{
    /// <summary>The mints of SOL wrapped as a token, of Token and of Token-2022: the amount is in the account's lamports as well.</summary>
    private static readonly SolanaAddress[] WrappedSol =
    [
        SolanaAddress.Parse("So11111111111111111111111111111111111111112"),
        SolanaAddress.Parse("9pan9bMn5HatX4EJdBwg9VgCa7Uz5HL8N1m5D3NdXejP"),
    ];

    private readonly OwnTransaction? own;
    private readonly IReadOnlyDictionary<SolanaAddress, WatchedWallet> wallets;
    private readonly HashSet<WalletId> signers;
    private readonly ChainTransaction transaction;

    private MovementReader(ChainTransaction transaction, BooksView view)
    {
        this.transaction = transaction;
        wallets = view.Wallets;
        own = view.Own.GetValueOrDefault(transaction.Signature);
        signers = view.Given.Count == 0 ? [] : SignersOf(transaction, view);
    }

    public static IEnumerable<Movement> Read(ChainTransaction transaction, BooksView view)
    {
        var reader = new MovementReader(transaction, view);
        return reader.ReadSol().Concat(reader.ReadTokens());
    }

    /// <summary>The wallets whose signature a caller was given over the transaction.</summary>
    private static HashSet<WalletId> SignersOf(ChainTransaction transaction, BooksView view)
    {
        var signatures = transaction.Signatures.ToHashSet();
        return [.. view.Given.Where(given => signatures.Contains(given.Signature)).Select(given => given.WalletId)];
    }

    private IEnumerable<Movement> ReadSol()
    {
        var movements = new List<Movement>();
        for (var index = 0; index < transaction.Accounts.Count; index++)
        {
            var account = transaction.Accounts[index];
            if (wallets.GetValueOrDefault(account.Address) is { } wallet)
            {
                var parts = SolParts(wallet, account, isPayer: index == 0);
                if (parts.Count > 0)
                {
                    var bookAccount = new BookAccount(wallet.Id, account.Address, Mint: null);
                    movements.Add(new Movement(wallet, bookAccount, Program: null, Lamports.Decimals, account.Before, parts, MineOf(wallet)));
                }
            }
        }

        return movements.GroupBy(movement => movement.Wallet.Id).SelectMany(addresses => WithInternal([.. addresses]));
    }

    /// <summary>What one address of the wallet lost and another gained came from nowhere else: it is no deposit and no withdrawal.</summary>
    private static IEnumerable<Movement> WithInternal(IReadOnlyList<Movement> movements)
    {
        if (movements.Count == 1)
        {
            return movements;
        }

        var parts = movements.SelectMany(movement => movement.Parts).Where(IsBetweenWallets).ToArray();
        var inside = Int128.Min(
            parts.Where(part => part.Amount > 0).Aggregate(Int128.Zero, (sum, part) => sum + part.Amount),
            parts.Where(part => part.Amount < 0).Aggregate(Int128.Zero, (sum, part) => sum - part.Amount));
        var (outward, inward) = (inside, inside);
        return [.. movements.Select(movement => movement with { Parts = [.. movement.Parts.SelectMany(Split)] })];

        List<MovementPart> Split(MovementPart part) => !IsBetweenWallets(part) ? [part]
            : part.Amount > 0 ? PartsOf(part.Amount, part.Kind, sign: 1, ref inward)
            : PartsOf(-part.Amount, part.Kind, sign: -1, ref outward);
    }

    private static bool IsBetweenWallets(MovementPart part) =>
        part.Kind is EntryKind.Deposit or EntryKind.Withdrawal or EntryKind.Signed or EntryKind.Unexplained;

    /// <summary>The transfer, if it is one of this wallet.</summary>
    private OwnTransaction? MineOf(WatchedWallet wallet) => own is not null && own.WalletId == wallet.Id ? own : null;

    /// <summary>What it is when something leaves the wallet.</summary>
    private EntryKind OutwardKind(WatchedWallet wallet) =>
        MineOf(wallet) is not null ? EntryKind.Withdrawal : signers.Contains(wallet.Id) ? EntryKind.Signed : EntryKind.Unexplained;

    private List<MovementPart> SolParts(WatchedWallet wallet, AccountBalances account, bool isPayer)
    {
        var outward = OutwardKind(wallet);
        var parts = new List<MovementPart>();
        var rest = (Int128)account.After - account.Before;
        if (isPayer)
        {
            Int128 fee = transaction.Fee.Value;
            Add(parts, EntryKind.Fee, -fee);
            rest += fee;
        }

        if (rest > 0)
        {
            var refund = Int128.Min(rest, RentReturned(wallet));
            Add(parts, EntryKind.Rent, refund);
            Add(parts, transaction.IsFailed ? EntryKind.Unexplained : EntryKind.Deposit, rest - refund);
        }
        else if (outward == EntryKind.Withdrawal)
        {
            var rent = Int128.Min(-rest, RentPaid());
            Add(parts, EntryKind.Rent, -rent);
            Add(parts, outward, rest + rent);
        }
        else
        {
            Add(parts, outward, rest);
        }

        return parts;
    }

    /// <summary>The lamports put into token accounts that the transaction created.</summary>
    private Int128 RentPaid() => transaction.TokensAfter
        .Where(token => transaction.Accounts[token.AccountIndex].Before == 0)
        .Aggregate(Int128.Zero, (sum, token) => sum + RentIn(transaction.Accounts[token.AccountIndex].After, token));

    /// <summary>The lamports that were in token accounts of the wallet, at whichever of its addresses, that the transaction closed.</summary>
    private Int128 RentReturned(WatchedWallet wallet) => transaction.TokensBefore
        .Where(token => wallets.GetValueOrDefault(token.Owner)?.Id == wallet.Id && transaction.Accounts[token.AccountIndex].After == 0)
        .Aggregate(Int128.Zero, (sum, token) => sum + RentIn(transaction.Accounts[token.AccountIndex].Before, token));

    private static Int128 RentIn(ulong lamports, TokenBalance token) =>
        WrappedSol.Contains(token.Mint) ? (Int128)lamports - token.Amount : lamports;

    private IEnumerable<Movement> ReadTokens()
    {
        var changes = TokenChanges();
        foreach (var held in changes.GroupBy(change => (change.Account.WalletId, change.Account.Mint)))
        {
            // What one account of the wallet lost and another gained of the same mint came from nowhere else.
            var inside = Int128.Min(
                held.Where(change => change.Amount > 0).Aggregate(Int128.Zero, (sum, change) => sum + change.Amount),
                held.Where(change => change.Amount < 0).Aggregate(Int128.Zero, (sum, change) => sum - change.Amount));
            var (outside, inward) = (inside, inside);
            foreach (var change in held)
            {
                var parts = change.Amount > 0
                    ? PartsOf(change.Amount, transaction.IsFailed ? EntryKind.Unexplained : EntryKind.Deposit, sign: 1, ref inward)
                    : PartsOf(-change.Amount, OutwardKind(change.Wallet), sign: -1, ref outside);
                yield return new Movement(change.Wallet, change.Account, change.Program, change.Decimals, change.Before, parts, MineOf(change.Wallet));
            }
        }
    }

    private static List<MovementPart> PartsOf(Int128 amount, EntryKind kind, int sign, ref Int128 inside)
    {
        var parts = new List<MovementPart>();
        var between = Int128.Min(amount, inside);
        inside -= between;
        Add(parts, EntryKind.Internal, sign * between);
        Add(parts, kind, sign * (amount - between));
        return parts;
    }

    /// <summary>Every token account of a wallet whose amount changed; one that changed hands changed for both.</summary>
    private List<TokenChange> TokenChanges()
    {
        var changes = new Dictionary<BookAccount, TokenChange>();
        foreach (var token in transaction.TokensBefore)
        {
            if (wallets.GetValueOrDefault(token.Owner) is { } wallet)
            {
                var account = new BookAccount(wallet.Id, transaction.Accounts[token.AccountIndex].Address, token.Mint);
                changes[account] = new TokenChange(wallet, account, token.Program, token.Decimals, token.Amount, After: 0);
            }
        }

        foreach (var token in transaction.TokensAfter)
        {
            if (wallets.GetValueOrDefault(token.Owner) is { } wallet)
            {
                var account = new BookAccount(wallet.Id, transaction.Accounts[token.AccountIndex].Address, token.Mint);
                var before = changes.GetValueOrDefault(account)?.Before ?? 0;
                changes[account] = new TokenChange(wallet, account, token.Program, token.Decimals, before, token.Amount);
            }
        }

        return [.. changes.Values.Where(change => change.Amount != 0)];
    }

    private static void Add(List<MovementPart> parts, EntryKind kind, Int128 amount)
    {
        if (amount != 0)
        {
            parts.Add(new MovementPart(kind, amount));
        }
    }

    private sealed record TokenChange(
        WatchedWallet Wallet, BookAccount Account, SolanaAddress? Program, byte Decimals, ulong Before, ulong After)
    {
        public Int128 Amount => (Int128)After - Before;
    }
}
