using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Balances;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.TransferHooks;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tokens;

/// <inheritdoc cref="ITokenLedger"/>
internal sealed class SolanaTokenLedger(TokenAccountsReader reader, RentMinimums rent, MintPolicy policy, HookAccounts hooks) : ITokenLedger
{
    public Task<TokenTransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, SolanaAddress mint, ulong minimumSlot, CancellationToken cancellationToken) =>
        ReadAsync(new TokenPairing(source.ToKit(), recipient.ToKit(), mint.ToKit()), minimumSlot, cancellationToken);

    public Task<TokenTransferFacts> GetAccountFactsAsync(
        SolanaAddress source,
        SolanaAddress sourceAccount,
        SolanaAddress recipient,
        SolanaAddress mint,
        ulong minimumSlot,
        CancellationToken cancellationToken) => ReadAsync(
            new TokenPairing(source.ToKit(), recipient.ToKit(), mint.ToKit(), sourceAccount.ToKit()), minimumSlot, cancellationToken);

    private async Task<TokenTransferFacts> ReadAsync(TokenPairing pairing, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var sourceMinimum = rent.GetAsync(0, cancellationToken);
        var read = await reader.ReadAsync(pairing, minimumSlot, cancellationToken);
        var recipientAccount = read.Value[pairing.Recipient];
        var facts = new TokenTransferFacts
        {
            Slot = read.Slot,
            Mint = null,
            SourceBalance = new Lamports(read.Value[pairing.Source]?.Lamports ?? 0),
            SourceMinimum = await sourceMinimum,
            SourceAccount = null,
            Recipient = new RecipientAccount(
                pairing.Recipient.IsOnCurve,
                RecipientClassifier.Classify(pairing.Recipient, recipientAccount),
                new Lamports(recipientAccount?.Lamports ?? 0)),
            RecipientAccount = null,
            AccountAddresses = null,
            AccountRent = Lamports.Zero,
        };
        return RecipientClassifier.Classify(pairing.Mint, read.Value[pairing.Mint]) == RecipientKind.Mint
            ? await WithTokensAsync(facts, pairing, read, cancellationToken)
            : facts;
    }

    private async Task<TokenTransferFacts> WithTokensAsync(
        TokenTransferFacts facts,
        TokenPairing pairing,
        RpcResult<IReadOnlyDictionary<Address, AccountInfo?>> read,
        CancellationToken cancellationToken)
    {
        var account = read.Value[pairing.Mint]!;
        var program = account.Owner;
        var addresses = program == TokenProgram.Id ? pairing.UnderToken : pairing.UnderToken2022;
        facts = facts with { AccountAddresses = (addresses.Source.ToDomain(), addresses.Recipient.ToDomain()) };
        if (!Mint.TryParse(account.Data.Span, out var mint))
        {
            // An uninitialised mint, or one whose extensions are longer than they are known to be.
            return facts with { Mint = Unreadable(program) };
        }

        var recipient = ReadAccount(read.Value[addresses.Recipient], program, pairing.Mint);
        var refusal = policy.Judge(pairing.Mint, mint) ?? RecipientObstacles.Find(mint, recipient);
        IReadOnlyList<HookAccount> hookAccounts = [];
        if (refusal is null && mint.Known.TransferHook?.ProgramId is { } hook)
        {
            (hookAccounts, refusal) = await FindHookAccountsAsync(pairing, addresses, hook, facts.Slot, cancellationToken);
        }

        return facts with
        {
            Mint = new MintFacts
            {
                Program = program.ToDomain(),
                Decimals = mint.Decimals,
                Refusal = refusal,
                IsPaused = mint.Known.Pausable is { IsPaused: true },
                TransferFee = FeeOf(mint, read.Value[WellKnownAddresses.ClockSysvar]),
                HasTransferHook = mint.Known.TransferHook?.ProgramId is not null,
                HookAccounts = hookAccounts,
            },
            SourceAccount = ToFacts(ReadAccount(read.Value[addresses.Source], program, pairing.Mint)),
            RecipientAccount = ToFacts(recipient),
            AccountRent = TokenAccount.LengthFor(program, mint) is { } length
                ? await rent.GetAsync((ulong)length, cancellationToken)
                : Lamports.Zero,
        };
    }

    private async Task<(IReadOnlyList<HookAccount> Accounts, MintRefusal? Refusal)> FindHookAccountsAsync(
        TokenPairing pairing, TokenAccountPair addresses, Address hook, ulong slot, CancellationToken cancellationToken)
    {
        try
        {
            return (await hooks.FindAsync(pairing, addresses, hook, slot, cancellationToken), null);
        }
        catch (TransferHookException exception)
        {
            return ([], new MintRefusal(
                nameof(TokenExtensionType.TransferHook), $"The token's transfer hook can't be given what it needs. {exception.Message}"));
        }
    }

    /// <summary>Null when there is no token account of this mint: an address may have been sent SOL before the account is created.</summary>
    private static TokenAccount? ReadAccount(AccountInfo? account, Address program, Address mint) =>
        account?.Owner == program && TokenAccount.TryParse(account.Data.Span, out var parsed) && parsed.Mint == mint ? parsed : null;

    private static TokenAccountFacts? ToFacts(TokenAccount? account) => account is null
        ? null
        : new TokenAccountFacts
        {
            Owner = account.Owner.ToDomain(),
            Amount = account.Amount,
            IsFrozen = account.State == TokenAccountState.Frozen,
            RequiresMemo = account.Known.RequiresMemo,
            CloseAuthority = account.CloseAuthority?.ToDomain(),
        };

    /// <summary>The fee of the epoch in which the accounts were read; null when the mint takes none.</summary>
    private static TokenTransferFee? FeeOf(Mint mint, AccountInfo? account)
    {
        if (mint.Known.TransferFee is not { } config)
        {
            return null;
        }

        if (!ClockSysvar.TryParse(account is null ? [] : account.Data.Span, out var clock))
        {
            throw new PortUnavailableException(SolanaNodes.Dependency, "The node did not tell the cluster's clock.");
        }

        var fee = config.At(clock.Epoch);
        return new TokenTransferFee(fee.BasisPoints, fee.Maximum);
    }

    private static MintFacts Unreadable(Address program) => new()
    {
        Program = program.ToDomain(),
        Decimals = 0,
        Refusal = new MintRefusal(
            "unreadable",
            $"The token's mint can't be read: it is not initialised, or not laid out as its program writes it, or longer than {TokenAccountsReader.DataLength} bytes."),
        IsPaused = false,
        TransferFee = null,
        HookAccounts = [],
    };
}
