using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Transactions;

namespace WalletService.Ledger.Solana.Balances;

/// <inheritdoc cref="ILedgerReader"/>
internal sealed class SolanaLedgerReader(SolanaNodes nodes, AccountBatcher accounts, RentMinimums rent, TokenReader tokens) : ILedgerReader
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
        var recipientAddress = recipient.ToKit();

        // One request, so that both balances are of the same slot.
        var reading = nodes.ReadAsync(
            "getMultipleAccounts",
            (client, token) => client.GetMultipleAccountsAsync(
                [source.ToKit(), recipientAddress],
                RecipientClassifier.DataNeeded,
                RpcCommitment.Confirmed,
                minimumSlot,
                token),
            cancellationToken);
        await Task.WhenAll(walletMinimum, reading);

        var answer = await reading;
        if (answer.Value is not [var sourceAccount, var recipientAccount] || answer.Slot < minimumSlot)
        {
            throw new PortUnavailableException(
                SolanaNodes.Dependency,
                $"The node answered with {answer.Value.Count} accounts of slot {answer.Slot}; two of slot {minimumSlot} or later were asked for.");
        }

        return new TransferFacts(
            answer.Slot,
            new Lamports(sourceAccount?.Lamports ?? 0),
            await walletMinimum,
            new RecipientAccount(
                recipientAddress.IsOnCurve,
                RecipientClassifier.Classify(recipientAddress, recipientAccount),
                new Lamports(recipientAccount?.Lamports ?? 0)),
            await rent.GetAsync(RecipientClassifier.DataLength(recipientAccount), cancellationToken));
    }
}
