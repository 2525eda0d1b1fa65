namespace WalletService.Domain.Features;

/// <summary>A part of the service that an operator can switch off while it runs.</summary>
public enum Feature
{
    /// <summary>New payments in tokens, one by one or in batches.</summary>
    TokenTransfers,

    /// <summary>New payments in tokens whose transfers a program of their issuer takes part in (transfer hooks of Token-2022).</summary>
    TransferHooks,

    /// <summary>New batches.</summary>
    Batches,

    /// <summary>Signing and sending transactions that callers have built.</summary>
    CallersTransactions,

    /// <summary>Signing text.</summary>
    MessageSigning,

    /// <summary>Making keys ahead of the wallets that will have them.</summary>
    KeyPool,

    /// <summary>Putting a read to a second Solana node when the first is late.</summary>
    HedgedReads,

    /// <summary>Looking for what is unusual about a payment.</summary>
    AnomalySignals,
}
