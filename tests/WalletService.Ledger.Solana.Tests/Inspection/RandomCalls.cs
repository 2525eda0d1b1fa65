using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using static WalletService.Ledger.Solana.Tests.Inspection.Calls;

namespace WalletService.Ledger.Solana.Tests.Inspection;

/// <summary>
/// Transactions by somebody who wants the wallet's funds: instructions of every kind, with accounts exchanged, added and left out, and
/// bytes changed. Made from a seed.
/// </summary>
/// <param name="wallet">Who signs.</param>
/// <param name="thief">Who signs as well.</param>
/// <param name="tokens">Every mint with the wallet's and the thief's account of it, and its program.</param>
/// <param name="nonce">A nonce account of which the wallet is the authority.</param>
/// <param name="seed">Of the random numbers.</param>
internal sealed class RandomCalls(Address wallet, Address thief, IReadOnlyList<HeldToken> tokens, Address nonce, int seed)
{
    private readonly Random random = new(seed);

    private Address[] Pool =>
        [wallet, wallet, wallet, thief, nonce, .. tokens.SelectMany(token => (Address[])[token.Mint, token.Wallets, token.Thiefs])];

    public IReadOnlyList<Instruction> Next() => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Disturb(Pick(Kinds())))];

    private Instruction[] Kinds()
    {
        var token = Pick(tokens);
        var amount = (ulong)random.Next(1, 1_000);
        var created = TestWallet.Create().Address.ToKitAddress();
        return
        [
            .. OfSystemProgram(amount, created),
            .. OfTokenProgram(token, amount),
            AssociatedTokenProgram.CreateIdempotent(wallet, created, token.Program, token.Mint),
            AssociatedTokenProgram.CreateIdempotent(wallet, wallet, token.Program, token.Mint),
            MemoProgram.Memo("memo", wallet),
        ];
    }

    private Instruction[] OfSystemProgram(ulong amount, Address created) =>
    [
        OfSystem(0, [wallet, created], U64(amount + 2_000_000), U64(0), Of(thief)),
        OfSystem(1, [wallet], Of(thief)),
        OfSystem(2, [wallet, thief], U64(amount)),
        OfSystem(2, [thief, wallet], U64(amount)),
        OfSystem(4, [nonce, WellKnownAddresses.RecentBlockhashesSysvar, wallet]),
        OfSystem(5, [nonce, thief, WellKnownAddresses.RecentBlockhashesSysvar, WellKnownAddresses.RentSysvar, wallet], U64(amount)),
        OfSystem(7, [nonce, wallet], Of(thief)),
        OfSystem(8, [wallet], U64(amount)),
        OfSystem(13, [wallet, thief], U64(amount), U64(0), Of(thief)),
        OfSystem(13, [created, wallet], U64(amount + 2_000_000), U64(0), Of(thief)),
    ];

    private Instruction[] OfTokenProgram(HeldToken token, ulong amount) =>
    [
        Token(token, 3, [token.Wallets, token.Thiefs, wallet], U64(amount)),
        Token(token, 4, [token.Wallets, thief, wallet], U64(amount)),
        Token(token, 5, [token.Wallets, wallet]),
        Token(token, 6, [token.Wallets, wallet], [2, 1], Of(thief)),
        Token(token, 6, [token.Wallets, wallet], [3, 1], Of(thief)),
        Token(token, 8, [token.Wallets, token.Mint, wallet], U64(amount)),
        Token(token, 9, [token.Wallets, thief, wallet]),
        Token(token, 12, [token.Wallets, token.Mint, token.Thiefs, wallet], U64(amount), [6]),
        Token(token, 12, [token.Thiefs, token.Mint, token.Wallets, thief], U64(amount), [6]),
        Token(token, 13, [token.Wallets, token.Mint, thief, wallet], U64(amount), [6]),
        Token(token, 15, [token.Wallets, token.Mint, wallet], U64(amount), [6]),
        Token(token, 38, [token.Wallets, thief, wallet]),
        Token(token, 45, [token.Wallets, thief, wallet], [0]),
        Token(token, 255, [token.Wallets, token.Thiefs, wallet], [3, 9, 3], U64(amount)),
    ];

    private static Instruction Token(HeldToken token, byte code, IReadOnlyList<Address> accounts, params byte[][] fields) =>
        Of(token.Program, accounts, [code, .. fields.SelectMany(field => field)]);

    private Instruction Disturb(Instruction call)
    {
        var accounts = call.Accounts.Select(account => account.Address).ToList();
        var data = call.Data.ToArray();
        switch (random.Next(8))
        {
            case 0:
                accounts[random.Next(accounts.Count)] = Pick(Pool);
                break;
            case 1:
                accounts.Insert(random.Next(accounts.Count + 1), Pick(Pool));
                break;
            case 2:
                accounts.RemoveAt(random.Next(accounts.Count));
                break;
            case 3 when data.Length > 0:
                data[random.Next(data.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 4:
                data = [.. data, (byte)random.Next(256)];
                break;
            default:
                // As it is.
                break;
        }

        return new Instruction(
            call.ProgramId,
            [.. accounts.Select(account => new AccountMeta(account, account == wallet || account == thief, IsWritable: !IsProgramOrSysvar(account)))],
            data);
    }

    private static bool IsProgramOrSysvar(Address account) =>
        account == SystemProgram.Id || account == TokenProgram.Id || account == TokenProgram.Token2022Id
        || account == WellKnownAddresses.RentSysvar || account == WellKnownAddresses.RecentBlockhashesSysvar;

    private T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];
}

/// <summary>A token, the wallet's account of it and the thief's.</summary>
internal sealed record HeldToken(Address Program, Address Mint, Address Wallets, Address Thiefs);
