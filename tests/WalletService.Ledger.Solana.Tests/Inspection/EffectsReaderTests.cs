using WalletService.Domain.Inspection;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Inspection;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using static WalletService.Ledger.Solana.Tests.Inspection.Calls;

namespace WalletService.Ledger.Solana.Tests.Inspection;

/// <summary>What the reader makes of single instructions, without the chain.</summary>
public sealed class EffectsReaderTests
{
    private const ulong Amount = 1_234;
    private static readonly Address Wallet = Random();
    private static readonly Address Other = Random();
    private static readonly Address Mint = Random();
    private static readonly Address Source = AssociatedTokenProgram.FindAddress(Wallet, TokenProgram.Id, Mint);
    private static readonly Address Target = AssociatedTokenProgram.FindAddress(Other, TokenProgram.Id, Mint);
    private static readonly Blockhash Hash = Blockhash.FromBytes(Random().Span);

    public static TheoryData<string> Dangers => [.. DangersByName.Keys];

    public static TheoryData<string> Payments => [.. PaymentsByName.Keys];

    public static TheoryData<string> HarmlessOnes => [.. HarmlessByName.Keys];

    private static Dictionary<string, (FindingKind Kind, Instruction Call)> DangersByName { get; } = new(StringComparer.Ordinal)
    {
        ["Assign"] = (FindingKind.Assign, OfSystem(1, [Wallet], Of(Other))),
        ["AssignWithSeed"] = (FindingKind.Assign, OfSystem(10, [Random(), Wallet], Of(Wallet), Seed("s"), Of(Other))),
        ["Create the wallet's account"] = (FindingKind.Assign, OfSystem(0, [Other, Wallet], U64(1), U64(0), Of(Other))),
        ["Create it although it has funds"] = (FindingKind.Assign, OfSystem(13, [Wallet, Other], U64(1), U64(0), Of(Other))),
        ["Allocate"] = (FindingKind.Allocate, OfSystem(8, [Wallet], U64(10))),
        ["AllocateWithSeed"] = (FindingKind.Allocate, OfSystem(9, [Random(), Wallet], Of(Wallet), Seed("s"), U64(1), Of(Other))),
        ["AuthorizeNonce"] = (FindingKind.AuthorizeNonce, OfSystem(7, [Random(), Wallet], Of(Other))),
        ["Transfer with a byte too many"] = (FindingKind.UnknownInstruction, OfSystem(2, [Wallet, Other], U64(Amount), [0])),
        ["An unknown call of System"] = (FindingKind.UnknownInstruction, OfSystem(99, [Wallet])),
        ["SetAuthority"] = (FindingKind.SetAuthority, OfToken(6, [Source, Wallet], [2, 1], Of(Other))),
        ["SetAuthority to nobody"] = (FindingKind.SetAuthority, OfToken(6, [Source, Wallet], [3, 0])),
        ["Approve"] = (FindingKind.Approve, OfToken(4, [Source, Other, Wallet], U64(Amount))),
        ["ApproveChecked"] = (FindingKind.Approve, OfToken(13, [Source, Mint, Other, Wallet], U64(Amount), [6])),
        ["CloseAccount"] = (FindingKind.CloseAccount, OfToken(9, [Source, Other, Wallet])),
        ["MintTo"] = (FindingKind.MintTo, OfToken(7, [Mint, Target, Wallet], U64(Amount))),
        ["FreezeAccount"] = (FindingKind.FreezeAccount, OfToken(10, [Target, Mint, Wallet])),
        ["Transfer of a multisignature account"] = (FindingKind.MultisigAuthority, OfToken(12, [Random(), Mint, Target, Other, Wallet], U64(Amount), [6])),
        ["Transfer from the wallet's account by a delegate"] = (FindingKind.ForeignAuthority, OfToken(12, [Source, Mint, Target, Other], U64(Amount), [6])),
        ["Transfer that names no mint"] = (FindingKind.UnprovenMint, OfToken(3, [Source, Target, Wallet], U64(Amount))),
        ["WithdrawExcessLamports"] = (FindingKind.UnknownInstruction, OfToken(38, [Source, Other, Wallet])),
        ["UnwrapLamports"] = (FindingKind.UnknownInstruction, OfToken(45, [Source, Other, Wallet], [0])),
        ["A batch"] = (FindingKind.UnknownInstruction, OfToken(255, [Source, Target, Wallet], [3, 9, 3], U64(Amount))),
        ["Nothing at all"] = (FindingKind.UnknownInstruction, Of(TokenProgram.Id, [Wallet])),
        ["A foreign program"] = (FindingKind.UnknownProgram, Of(Random(), [Other, Wallet])),
    };

    private static Dictionary<string, (StatedMovement Movement, Instruction Call)> PaymentsByName { get; } = new(StringComparer.Ordinal)
    {
        ["Transfer"] = (Sol(Other), OfSystem(2, [Wallet, Other], U64(Amount))),
        ["CreateAccount"] = (Sol(Other), OfSystem(0, [Wallet, Other], U64(Amount), U64(80), Of(Mint))),
        ["CreateAccountWithSeed"] = (Sol(Other), OfSystem(3, [Wallet, Other, Wallet], Of(Wallet), Seed("seed"), U64(Amount), U64(80), Of(Mint))),
        ["CreateAccountAllowPrefund"] = (Sol(Other), OfSystem(13, [Other, Wallet], U64(Amount), U64(80), Of(Mint))),
        ["WithdrawNonce"] = (Sol(Other), OfSystem(5, [Random(), Other, Random(), Random(), Wallet], U64(Amount))),
        ["TransferWithSeed"] = (Sol(Other), OfSystem(11, [Random(), Wallet, Other], U64(Amount), Seed("seed"), Of(SystemProgram.Id))),
        ["TransferChecked"] = (Tokens(Target), OfToken(12, [Source, Mint, Target, Wallet], U64(Amount), [6])),
        ["TransferChecked with accounts for a hook"] = (Tokens(Target), OfToken(12, [Source, Mint, Target, Wallet, Other, Wallet], U64(Amount), [6])),
        ["TransferCheckedWithFee"] = (Tokens(Target), OfToken(26, [Source, Mint, Target, Wallet], [1], U64(Amount), [6], U64(3))),
        ["Burn"] = (Tokens(null), OfToken(8, [Source, Mint, Wallet], U64(Amount))),
        ["BurnChecked"] = (Tokens(null), OfToken(15, [Source, Mint, Wallet], U64(Amount), [6])),
    };

    private static Dictionary<string, Instruction> HarmlessByName { get; } = new(StringComparer.Ordinal)
    {
        ["A payment to the wallet"] = SystemProgram.Transfer(Other, Wallet, Amount),
        ["A payment between others"] = SystemProgram.Transfer(Other, Random(), Amount),
        ["A foreign program without the wallet"] = Of(Random(), [Other], 1, 2, 3),
        ["A memo"] = MemoProgram.Memo("hello", Wallet),
        ["A limit"] = ComputeBudgetProgram.SetComputeUnitLimit(1_000),
        ["Revoke"] = OfToken(5, [Source, Wallet]),
        ["CloseAccount in the wallet's favour"] = OfToken(9, [Source, Wallet, Wallet]),
        ["SyncNative"] = OfToken(17, [Source]),
        ["Approval of the wallet by another"] = OfToken(4, [Target, Wallet, Other], U64(Amount)),
        ["Tokens for the wallet"] = OfToken(12, [Target, Mint, Source, Other], U64(Amount), [6]),
        ["An account for the wallet at another's expense"] = AssociatedTokenProgram.CreateIdempotent(Other, Wallet, TokenProgram.Id, Mint),
    };

    [Theory]
    [MemberData(nameof(Dangers))]
    public void Finds_the_danger(string name)
    {
        var (kind, call) = DangersByName[name];

        var effects = Read(call);

        Assert.Contains(effects.Findings, finding => finding.Kind == kind && finding.Instruction == 1);
    }

    [Theory]
    [MemberData(nameof(Payments))]
    public void States_what_leaves_the_wallet(string name)
    {
        var (movement, call) = PaymentsByName[name];

        var effects = Read(call);

        Assert.Equal([movement], effects.Movements);
        Assert.Empty(effects.Findings);
    }

    [Theory]
    [MemberData(nameof(HarmlessOnes))]
    public void Finds_nothing_where_the_wallet_gives_nothing(string name)
    {
        var effects = Read(HarmlessByName[name]);

        Assert.Empty(effects.Findings);
        Assert.Empty(effects.Movements);
    }

    [Fact]
    public void Names_the_instruction_and_whom_it_favours()
    {
        var effects = Read(MemoProgram.Memo("only a memo"), OfToken(6, [Source, Wallet], [2, 1], Of(Other)));

        Assert.Equal([new Finding(FindingKind.SetAuthority, 2, Other.ToDomainAddress())], effects.Findings);
        Assert.Equal([MemoProgram.Id.ToDomainAddress(), TokenProgram.Id.ToDomainAddress()], effects.Programs);
    }

    [Fact]
    public void A_second_transfer_counts_as_much_as_the_first()
    {
        var effects = Read(SystemProgram.Transfer(Wallet, Other, Amount), SystemProgram.Transfer(Wallet, Random(), Amount));

        Assert.Equal(2 * (UInt128)Amount, effects.StatedOutflow(mint: null));
    }

    [Fact]
    public void Sums_do_not_wrap_around()
    {
        var effects = Read(SystemProgram.Transfer(Wallet, Other, ulong.MaxValue), SystemProgram.Transfer(Wallet, Other, 2));

        Assert.Equal((UInt128)ulong.MaxValue + 2, effects.StatedOutflow(mint: null));
    }

    [Fact]
    public void The_owner_of_an_account_that_the_transaction_creates_is_the_recipient()
    {
        var effects = Read(
            AssociatedTokenProgram.CreateIdempotent(Wallet, Other, TokenProgram.Id, Mint),
            TokenProgram.TransferChecked(TokenProgram.Id, Source, Mint, Target, Wallet, Amount, 6));

        Assert.Equal([Tokens(Other) with { Instruction = 2 }], effects.Movements);
    }

    [Fact]
    public void An_owner_that_the_address_does_not_prove_is_not_believed()
    {
        var account = Random();
        var told = new Dictionary<Address, TokenAccountFact> { [account] = new(TokenProgram.Id, Mint, Other) };
        var call = TokenProgram.TransferChecked(TokenProgram.Id, Source, Mint, account, Wallet, Amount, 6);

        var effects = Read(told, call);

        Assert.Equal([Tokens(account)], effects.Movements);
    }

    [Fact]
    public void A_node_that_names_another_owner_than_the_address_is_heeded()
    {
        var told = new Dictionary<Address, TokenAccountFact> { [Target] = new(TokenProgram.Id, Mint, Random()) };

        var effects = Read(told, TokenProgram.TransferChecked(TokenProgram.Id, Source, Mint, Target, Wallet, Amount, 6));

        Assert.Equal([Tokens(Target)], effects.Movements);
    }

    [Fact]
    public void The_mint_of_a_plain_transfer_is_proven_by_the_accounts_address()
    {
        var told = new Dictionary<Address, TokenAccountFact> { [Source] = new(TokenProgram.Id, Mint, Wallet) };

        var effects = Read(told, OfToken(3, [Source, Target, Wallet], U64(Amount)));

        Assert.Equal([Tokens(Target)], effects.Movements);
        Assert.Empty(effects.Findings);
    }

    [Fact]
    public void A_foreign_program_that_may_write_an_account_of_the_wallet_is_found()
    {
        var told = new Dictionary<Address, TokenAccountFact> { [Source] = new(TokenProgram.Id, Mint, Wallet) };

        var effects = Read(told, Of(Random(), [Source]));

        Assert.Equal(FindingKind.ForeignAuthority, Assert.Single(effects.Findings).Kind);
    }

    [Fact]
    public void A_transaction_that_never_expires_is_found()
    {
        var effects = Read(OfSystem(4, [Random(), Random(), Other]), SystemProgram.Transfer(Wallet, Other, Amount));

        Assert.Equal([new Finding(FindingKind.DurableNonce, 1)], effects.Findings);
    }

    [Fact]
    public void The_fee_payer_pays_the_priority_of_the_whole_limit()
    {
        Instruction[] calls = [ComputeBudgetProgram.SetComputeUnitLimit(200_000), ComputeBudgetProgram.SetComputeUnitPrice(5_000_000)];

        Assert.Equal(new Lamports(1_000_000), Read(calls).PriorityFee);
        Assert.Equal(Lamports.Zero, Read(payer: Other, [.. calls, MemoProgram.Memo("x", Wallet)]).PriorityFee);
    }

    [Fact]
    public void A_price_beyond_all_money_does_not_overflow()
    {
        var effects = Read(ComputeBudgetProgram.SetComputeUnitLimit(uint.MaxValue), ComputeBudgetProgram.SetComputeUnitPrice(ulong.MaxValue));

        Assert.True(effects.PriorityFee.Value > 18_000_000_000_000);
    }

    [Fact]
    public void The_digest_is_another_when_a_lookup_table_gives_another_account()
    {
        var message = MessageCompiler.CompileV0(
            Wallet, [SystemProgram.Transfer(Wallet, Other, Amount)], Hash, [new LookupTable(Random(), [Other])]);

        var first = Read(message, new LoadedAddresses([Other], []));
        var second = Read(message, new LoadedAddresses([Target], []));

        Assert.NotEqual(first.Digest, second.Digest);
        Assert.Equal(Other.ToDomainAddress(), Assert.Single(first.Movements).Recipient);
        Assert.Equal(Target.ToDomainAddress(), Assert.Single(second.Movements).Recipient);
    }

    [Fact]
    public void A_transaction_whose_tables_lack_an_entry_is_not_read_at_all()
    {
        var table = Random();
        var message = MessageCompiler.CompileV0(
            Wallet, [SystemProgram.Transfer(Wallet, Other, Amount)], Hash, [new LookupTable(table, [Other])]);
        var accounts = new KnownAccounts { Tokens = TokenAccountFacts.None(Wallet), Loaded = null, UnresolvedTable = table };

        var effects = new EffectsReader(Wallet).Read(message, accounts);

        Assert.Equal([new Finding(FindingKind.UnresolvedAddress, 0, table.ToDomainAddress())], effects.Findings);
    }

    private static Address Random() => TestWallet.Create().Address.ToKitAddress();

    private static StatedMovement Sol(Address recipient) => new(Mint: null, Amount, recipient.ToDomainAddress(), Instruction: 1);

    private static StatedMovement Tokens(Address? recipient) =>
        new(Mint.ToDomainAddress(), Amount, recipient?.ToDomainAddress(), Instruction: 1);

    private static TransactionEffects Read(params IReadOnlyList<Instruction> calls) => Read(Wallet, calls);

    private static TransactionEffects Read(Address payer, IReadOnlyList<Instruction> calls) =>
        Read(MessageCompiler.CompileLegacy(payer, calls, Hash), LoadedAddresses.None);

    private static TransactionEffects Read(Dictionary<Address, TokenAccountFact> told, params IReadOnlyList<Instruction> calls) =>
        new EffectsReader(Wallet).Read(
            MessageCompiler.CompileLegacy(Wallet, calls, Hash),
            new KnownAccounts { Tokens = new TokenAccountFacts(Wallet, told), Loaded = LoadedAddresses.None });

    private static TransactionEffects Read(Message message, LoadedAddresses loaded) => new EffectsReader(Wallet).Read(
        message, new KnownAccounts { Tokens = TokenAccountFacts.None(Wallet), Loaded = loaded });
}
