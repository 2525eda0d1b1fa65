using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>Mints that spl-token makes are what the kit reads, and transfers of them end as the table of dangers says.</summary>
[Collection(MintTests.Name)]
public sealed class ExtensionTests(MintsFixture fixture)
{
    private const ulong Amount = 1_000_000;

    private readonly TestWallet owner = TestWallet.Create();
    private readonly TestWallet recipient = TestWallet.Create();

    /// <summary>Each extension of mints, with those that it cannot be without.</summary>
    public static TheoryData<string, object> Designs => new()
    {
        { "", new { } },
        { "TransferFeeConfig", new { transferFee = new { basisPoints = 100, maximum = "5000" } } },
        { "MintCloseAuthority", new { closeAuthority = true } },
        { "ConfidentialTransferMint", new { confidential = true } },
        { "DefaultAccountState", new { defaultState = "initialized" } },
        { "NonTransferable", new { nonTransferable = true } },
        { "InterestBearingConfig", new { interestRate = 500 } },
        { "PermanentDelegate", new { permanentDelegate = true } },
        { "TransferHook", new { hook = "11111111111111111111111111111112" } },
        {
            "TransferFeeConfig,ConfidentialTransferMint,ConfidentialTransferFeeConfig",
            new { transferFee = new { basisPoints = 1, maximum = "9" }, confidential = true, confidentialFee = true }
        },
        { "MetadataPointer,TokenMetadata", new { metadata = new { name = "Gold", symbol = "GLD" } } },
        { "GroupPointer", new { groupPointer = true } },
        { "GroupMemberPointer", new { groupMemberPointer = true } },
        { "ConfidentialTransferMint,ConfidentialMintBurn", new { confidential = true, confidentialMintBurn = true } },
        { "ScaledUiAmount", new { multiplier = 2.5 } },
        { "Pausable", new { pausable = true } },
        { "PermissionedBurn", new { permissionedBurn = true } },
        { "TransferFeeConfig,NonTransferable,Pausable", new { transferFee = new { basisPoints = 0, maximum = "0" }, nonTransferable = true, pausable = true } },
    };

    [Theory]
    [MemberData(nameof(Designs))]
    public async Task Reads_every_extension_and_knows_how_long_an_account_will_be(string types, object extensions)
    {
        var address = await fixture.Issuer.CreateMintAsync(extensions);
        var account = await fixture.Issuer.CreateAccountAsync(address, owner.Address.Value);

        var mint = await fixture.ReadMintAsync(address);
        Assert.Equal(
            types.Split(',', StringSplitOptions.RemoveEmptyEntries).Order(),
            mint.Extensions.Select(extension => extension.KnownType.ToString()).Order());
        var accountData = (await fixture.ReadAsync(Address.Parse(account)))!.Value;
        Assert.Equal(accountData.Length, TokenAccount.LengthFor(TokenProgram.Token2022Id, mint));
        Assert.True(TokenAccount.TryParse(accountData.Span, out var read));
        Assert.True(read.Known.HasImmutableOwner);
    }

    [Fact]
    public async Task Reads_what_the_issuer_set()
    {
        var (address, issuer) = await CreateAsync(new
        {
            transferFee = new { basisPoints = 100, maximum = "5000" },
            closeAuthority = true,
            permanentDelegate = true,
            interestRate = -250,
            pausable = true,
            metadata = new { name = "Gold", symbol = "GLD", uri = "https://example.org/gold" },
        });

        var known = (await fixture.ReadMintAsync(address)).Known;
        Assert.Equal((100, 5_000UL), (known.TransferFee!.Newer.BasisPoints, known.TransferFee.Newer.Maximum));
        Assert.Equal(issuer, known.TransferFee.ConfigAuthority);
        Assert.Equal(issuer, known.CloseAuthority!.Authority);
        Assert.Equal(issuer, known.PermanentDelegate!.Authority);
        Assert.Equal((short)-250, known.InterestBearing!.CurrentRate);
        Assert.Equal(new PausableConfig(issuer, IsPaused: false), known.Pausable);
        Assert.Equal(new MetadataPointer(issuer, Address.Parse(address)), known.MetadataPointer);
        Assert.Equal("Gold", (await fixture.ReadMintAsync(address)).Metadata!.Name);
    }

    [Fact]
    public async Task A_plain_transfer_goes_through()
    {
        var (mint, source, destination) = await FillAsync(new { });
        Assert.Equal((true, null), await TransferAsync(mint, source, destination));
    }

    [Fact]
    public async Task A_paused_mint_refuses_transfers_until_it_is_resumed()
    {
        const uint MintPaused = 67;
        var (mint, source, destination) = await FillAsync(new { pausable = true });
        await fixture.Issuer.AskAsync("pause", new { mint });
        Assert.True((await fixture.ReadMintAsync(mint)).Known.Pausable!.IsPaused);
        Assert.Equal((false, MintPaused), await TransferAsync(mint, source, destination));

        await fixture.Issuer.AskAsync("resume", new { mint });
        Assert.Equal((true, null), await TransferAsync(mint, source, destination));
    }

    [Fact]
    public async Task Tokens_that_cannot_be_moved_are_not()
    {
        const uint NonTransferable = 37;
        var (mint, source, destination) = await FillAsync(new { nonTransferable = true });
        Assert.True((await fixture.ReadTokenAccountAsync(source)).Known.IsNonTransferable);
        Assert.Equal((false, NonTransferable), await TransferAsync(mint, source, destination));
    }

    [Fact]
    public async Task Accounts_that_begin_frozen_take_nothing_until_they_are_thawed()
    {
        const uint AccountFrozen = 17;
        var mint = await fixture.Issuer.CreateMintAsync(new { defaultState = "frozen" });
        Assert.Equal(TokenAccountState.Frozen, (await fixture.ReadMintAsync(mint)).Known.DefaultAccountState);
        var source = await fixture.Issuer.CreateAccountAsync(mint, owner.Address.Value);
        await fixture.Issuer.AskAsync("thaw", new { mint, tokenAccount = source });
        await fixture.Issuer.MintToAccountAsync(mint, source, Amount);
        var destination = await fixture.Issuer.CreateAccountAsync(mint, recipient.Address.Value);
        Assert.Equal(TokenAccountState.Frozen, (await fixture.ReadTokenAccountAsync(destination)).State);
        Assert.Equal((false, AccountFrozen), await TransferAsync(mint, source, destination));

        await fixture.Issuer.AskAsync("thaw", new { mint, tokenAccount = destination });
        Assert.Equal((true, null), await TransferAsync(mint, source, destination));
    }

    [Fact]
    public async Task An_account_that_wants_memos_takes_transfers_with_a_memo_before_them_only()
    {
        const uint NoMemo = 36;
        var (mint, source, destination) = await FillAsync(new { });
        await fixture.Issuer.AskAsync("requireMemo", new { tokenAccount = destination, secret = recipient.Secret });
        Assert.True((await fixture.ReadTokenAccountAsync(destination)).Known.RequiresMemo);
        Assert.Equal((false, NoMemo), await TransferAsync(mint, source, destination));

        var owned = owner.Address.ToKitAddress();
        var payment = TokenProgram.TransferChecked(
            TokenProgram.Token2022Id, Address.Parse(source), Address.Parse(mint), Address.Parse(destination), owned, 1, 6);
        Assert.Equal((true, null), await fixture.SimulateAsync(MemoProgram.Memo("for rent"), payment));
    }

    [Fact]
    public async Task A_permanent_delegate_takes_tokens_without_their_owner()
    {
        var (mint, source, destination) = await FillAsync(new { permanentDelegate = true });
        await fixture.Issuer.AskAsync("seize", new { mint, tokenAccount = source, to = destination, amount = "400000" });
        Assert.Equal(Amount - 400_000, (await fixture.ReadTokenAccountAsync(source)).Amount);
    }

    [Fact]
    public async Task An_account_for_confidential_transfers_can_refuse_plain_ones()
    {
        const uint NonConfidentialTransfersDisabled = 49;
        const int ConfidentialLength = 295;
        var (mint, source, destination) = await FillAsync(new { confidential = true });
        byte[] extension = [(byte)TokenExtensionType.ConfidentialTransferAccount, 0, ConfidentialLength & 0xff, ConfidentialLength >> 8];
        await fixture.ChangeDataAsync(Address.Parse(destination), data => [.. data, .. extension, .. new byte[ConfidentialLength]]);
        var account = await fixture.ReadTokenAccountAsync(destination);
        Assert.True(account.Known is { IsConfidential: true, AllowsPlainCredits: false });
        Assert.Equal((false, NonConfidentialTransfersDisabled), await TransferAsync(mint, source, destination));
    }

    /// <summary>What protects from a mint that was closed and made again with other decimals.</summary>
    [Fact]
    public async Task A_transfer_with_other_decimals_than_the_mint_has_is_refused()
    {
        const uint MintDecimalsMismatch = 18;
        var (mint, source, destination) = await FillAsync(new { closeAuthority = true });
        Assert.Equal((false, MintDecimalsMismatch), await TransferAsync(mint, source, destination, decimals: 9));
    }

    [Fact]
    public async Task Guards_delegates_and_close_authorities_of_accounts_are_read()
    {
        var (mint, source, _) = await FillAsync(new { });
        var other = recipient.Address.Value;
        await fixture.Issuer.AskAsync("guardCpi", new { tokenAccount = source, secret = owner.Secret });
        await fixture.Issuer.AskAsync("approve", new { tokenAccount = source, secret = owner.Secret, @delegate = other, amount = "77" });
        await fixture.Issuer.AskAsync("setCloseAuthority", new { tokenAccount = source, secret = owner.Secret, authority = other });
        await fixture.Issuer.AskAsync("freeze", new { mint, tokenAccount = source });

        var account = await fixture.ReadTokenAccountAsync(source);
        Assert.True(account.Known.LocksCpi);
        Assert.Equal((other, 77UL), (account.Delegate!.ToString(), account.DelegatedAmount));
        Assert.Equal(other, account.CloseAuthority!.ToString());
        Assert.Equal(TokenAccountState.Frozen, account.State);
    }

    private async Task<(string Mint, Address Issuer)> CreateAsync(object extensions)
    {
        var created = await fixture.Issuer.AskAsync("createMint", new { extensions });
        return (created.GetProperty("mint").GetString()!, Address.Parse(created.GetProperty("issuer").GetString()!));
    }

    /// <summary>A mint, the owner's account with tokens and lamports for a fee, and an empty account of the recipient.</summary>
    private async Task<(string Mint, string Source, string Destination)> FillAsync(object extensions)
    {
        var mint = await fixture.Issuer.CreateMintAsync(extensions);
        var source = await fixture.Issuer.MintToAsync(mint, owner.Address.Value, Amount);
        return (mint, source, await fixture.Issuer.CreateAccountAsync(mint, recipient.Address.Value));
    }

    private async Task<(bool Succeeds, uint? CustomError)> TransferAsync(
        string mint, string source, string destination, byte decimals = 6)
    {
        var owned = owner.Address.ToKitAddress();
        return await fixture.SimulateAsync(TokenProgram.TransferChecked(
            TokenProgram.Token2022Id, Address.Parse(source), Address.Parse(mint), Address.Parse(destination), owned, 1, decimals));
    }
}
