using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;

namespace WalletService.Ledger.Solana.Balances;

/// <inheritdoc cref="ILedgerReader"/>
internal sealed class SolanaLedgerReader(AccountBatcher accounts, RecentAccounts recent, RentMinimums rent, TokenReader tokens)
    : ILedgerReader
{
    public async Task<LedgerBalance> GetBalanceAsync(SolanaAddress address, Commitment commitment, CancellationToken cancellationToken)
    {
        var balance = await accounts.GetLamportsAsync(address.ToKit(), commitment.ToKit(), cancellationToken);
        return new LedgerBalance(new Lamports(balance.Value), balance.Slot);
    }

    public Task<TokenHoldings> GetTokensAsync(SolanaAddress owner, CancellationToken cancellationToken) =>
        tokens.ReadAsync(owner.ToKit(), cancellationToken);

    public async Task<TransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, ulong minimumSlot, CancellationToken cancellationToken)
    {
        var walletMinimum = rent.GetAsync(0, cancellationToken);
        var sourceAddress = source.ToKit();
        var recipientAddress = recipient.ToKit();

        // One request, so that both balances are of the same slot.
        var reading = accounts.GetPairAsync(sourceAddress, recipientAddress, minimumSlot, cancellationToken);
        await Task.WhenAll(walletMinimum, reading);

        var answer = await reading;
        if (answer.Slot < minimumSlot)
        {
            throw new PortUnavailableException(
                SolanaNodes.Dependency, $"The node answered as of slot {answer.Slot}; slot {minimumSlot} or later was asked for.");
        }

        var (sourceAccount, recipientAccount) = answer.Value;
        recent.Remember(sourceAddress, RecipientClassifier.NatureOf(sourceAddress, sourceAccount));
        var recipientNature = RecipientClassifier.NatureOf(recipientAddress, recipientAccount);
        recent.Remember(recipientAddress, recipientNature);
        return new TransferFacts(
            answer.Slot,
            new Lamports(sourceAccount?.Lamports ?? 0),
            await walletMinimum,
            new RecipientAccount(recipientAddress.IsOnCurve, recipientNature.Kind, new Lamports(recipientAccount?.Lamports ?? 0)),
            await rent.GetAsync(recipientNature.DataLength, cancellationToken));
    }
}
