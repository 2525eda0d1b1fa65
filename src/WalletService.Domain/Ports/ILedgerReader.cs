using WalletService.Domain.Balances;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Reads of the chain.</summary>
/// <remarks><see cref="PortUnavailableException"/> when no node answers.</remarks>
public interface ILedgerReader
{
    Task<LedgerBalance> GetBalanceAsync(SolanaAddress address, Commitment commitment, CancellationToken cancellationToken);

    /// <summary>All token accounts of the owner, of both token programs.</summary>
    Task<TokenHoldings> GetTokensAsync(SolanaAddress owner, CancellationToken cancellationToken);

    /// <summary>All that decides a SOL transfer, as of one slot at or after <paramref name="minimumSlot"/> (commitment confirmed).</summary>
    Task<TransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, ulong minimumSlot, CancellationToken cancellationToken);
}

public enum Commitment
{
    Processed,
    Confirmed,
    Finalized,
}

/// <param name="Slot">The slot at which the node answered.</param>
public sealed record LedgerBalance(Lamports Lamports, ulong Slot);

/// <param name="Slot">The slot at which the node answered.</param>
/// <param name="SourceBalance">Zero when the account does not exist.</param>
/// <param name="RecipientMinimum">The rent-exempt minimum for the recipient's account with the data that it has.</param>
/// <param name="SourceMinimum">The rent-exempt minimum for an account without data.</param>
public sealed record TransferFacts(
    ulong Slot, Lamports SourceBalance, Lamports SourceMinimum, RecipientAccount Recipient, Lamports RecipientMinimum);

/// <param name="IsOnCurve">Whether a private key can exist for the address; false for a program-derived address.</param>
/// <param name="Kind">What is at the address now.</param>
/// <param name="Balance">Zero when there is nothing.</param>
public sealed record RecipientAccount(bool IsOnCurve, RecipientKind Kind, Lamports Balance);

public enum RecipientKind
{
    /// <summary>Nothing at the address yet.</summary>
    Missing,

    /// <summary>An ordinary wallet: owned by the System program, without data.</summary>
    Wallet,

    /// <summary>An executable program.</summary>
    Program,

    /// <summary>A token account of Token or Token-2022.</summary>
    TokenAccount,

    /// <summary>A mint of Token or Token-2022.</summary>
    Mint,

    /// <summary>A sysvar or another account reserved by the runtime.</summary>
    Reserved,

    /// <summary>Owned by some other program.</summary>
    ProgramOwned,
}
