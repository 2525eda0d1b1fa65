using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Reads of the chain that decide payments in tokens.</summary>
public interface ITokenLedger
{
    /// <summary>
    /// All that decides a payment in a token, as of one slot at or after <paramref name="minimumSlot"/> (commitment confirmed). The
    /// mint is read anew each time: its issuer may change it between two payments.
    /// </summary>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<TokenTransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, SolanaAddress mint, ulong minimumSlot, CancellationToken cancellationToken);

    /// <summary>
    /// The same, with <paramref name="sourceAccount"/> in the place of the source's associated token account. It is no account of the
    /// mint when <see cref="TokenTransferFacts.SourceAccount"/> is null; whose it is, it says itself.
    /// </summary>
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<TokenTransferFacts> GetAccountFactsAsync(
        SolanaAddress source,
        SolanaAddress sourceAccount,
        SolanaAddress recipient,
        SolanaAddress mint,
        ulong minimumSlot,
        CancellationToken cancellationToken);
}

/// <summary>What the chain says of a payment in a token.</summary>
public sealed record TokenTransferFacts
{
    /// <summary>The slot at which the node answered.</summary>
    public required ulong Slot { get; init; }

    /// <summary>Null when the address is not that of a mint of Token or Token-2022; everything about tokens is null then.</summary>
    public required MintFacts? Mint { get; init; }

    /// <summary>The wallet's SOL; zero when its account does not exist.</summary>
    public required Lamports SourceBalance { get; init; }

    /// <summary>The rent-exempt minimum for an account without data.</summary>
    public required Lamports SourceMinimum { get; init; }

    /// <summary>The wallet's token account; null when there is none.</summary>
    public required TokenAccountFacts? SourceAccount { get; init; }

    /// <summary>What is at the recipient's own address.</summary>
    public required RecipientAccount Recipient { get; init; }

    /// <summary>The recipient's associated token account; null when there is none.</summary>
    public required TokenAccountFacts? RecipientAccount { get; init; }

    /// <summary>The addresses of the two token accounts, whether they are there or not; null without a mint.</summary>
    public required (SolanaAddress Source, SolanaAddress Recipient)? AccountAddresses { get; init; }

    /// <summary>The rent of a token account of this mint, as the associated token program would create it.</summary>
    public required Lamports AccountRent { get; init; }
}

/// <summary>A mint as a sender sees it.</summary>
public sealed record MintFacts
{
    /// <summary>The token program that owns it.</summary>
    public required SolanaAddress Program { get; init; }

    public required byte Decimals { get; init; }

    /// <summary>Why the operator's policy keeps the service from handling the token; null when it does not.</summary>
    public required MintRefusal? Refusal { get; init; }

    /// <summary>Its issuer has stopped all transfers for now (extension Pausable).</summary>
    public required bool IsPaused { get; init; }

    /// <summary>What is withheld of transfers in the present epoch; null when the mint has no transfer fee.</summary>
    public required TokenTransferFee? TransferFee { get; init; }

    /// <summary>A program of the issuer's choice takes part in each transfer.</summary>
    public bool HasTransferHook { get; init; }

    /// <summary>
    /// What the mint's transfer hook is given beside the transfer's own accounts, for a transfer from the source to the recipient;
    /// empty without a hook.
    /// </summary>
    public required IReadOnlyList<HookAccount> HookAccounts { get; init; }
}

/// <param name="Extension">The extension of Token-2022 by its name, e.g. <c>PermanentDelegate</c>; for an unknown one its number.</param>
/// <param name="Reason">A sentence that tells what the danger is and what an operator can do.</param>
public sealed record MintRefusal(string Extension, string Reason);

/// <summary>A token account as a sender sees it.</summary>
public sealed record TokenAccountFacts
{
    /// <summary>Who may move what it holds: not always the wallet that its address is derived from.</summary>
    public required SolanaAddress Owner { get; init; }

    /// <summary>Base units.</summary>
    public required ulong Amount { get; init; }

    public required bool IsFrozen { get; init; }

    /// <summary>It takes transfers only directly behind a memo (extension MemoTransfer).</summary>
    public required bool RequiresMemo { get; init; }

    /// <summary>Who may close it in the owner's place; null when the owner may.</summary>
    public SolanaAddress? CloseAuthority { get; init; }
}
