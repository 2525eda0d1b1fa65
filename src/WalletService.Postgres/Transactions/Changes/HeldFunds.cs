using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>What open transfers hold back of the funds at one address of a wallet, as the changes of a transaction leave it.</summary>
internal sealed class HeldFunds
{
    /// <summary>Base units of each mint, and the part of them whose transactions are signed.</summary>
    private readonly Dictionary<string, (decimal Reserved, decimal InFlight)> tokens = new(StringComparer.Ordinal);

    private decimal reserved;
    private decimal inFlight;

    /// <summary>Sets the lamports.</summary>
    /// <param name="inFlight">The part whose transactions are signed.</param>
    public void Hold(decimal reserved, decimal inFlight) => (this.reserved, this.inFlight) = (reserved, inFlight);

    /// <summary>Sets the base units of a mint.</summary>
    /// <param name="inFlight">The part whose transactions are signed.</param>
    public void Hold(string mint, decimal reserved, decimal inFlight) => tokens[mint] = (reserved, inFlight);

    /// <summary>Counts a transfer as it is after a change, and no longer as it was.</summary>
    public void Replace(Transfer before, Transfer after)
    {
        reserved += (decimal)after.HeldFunds().Value - before.HeldFunds().Value;
        inFlight += (decimal)after.InFlightFunds().Value - before.InFlightFunds().Value;
        if ((after.Token ?? before.Token) is { } token)
        {
            var (tokensReserved, tokensInFlight) = tokens.GetValueOrDefault(token.Mint.Value);
            tokens[token.Mint.Value] = (
                tokensReserved + after.HeldTokens() - before.HeldTokens(), tokensInFlight + after.InFlightTokens() - before.InFlightTokens());
        }
    }

    public Lamports GetReservedByOthers(Transfer transfer) => new((ulong)(reserved - transfer.HeldFunds().Value));

    public Lamports GetInFlightOfOthers(Transfer transfer) => new((ulong)(inFlight - transfer.InFlightFunds().Value));

    /// <summary>What others hold back of the token that this one pays.</summary>
    public TokenPosition GetTokensOfOthers(Transfer transfer)
    {
        if (transfer.Content.PaidMint is not { } mint)
        {
            return TokenPosition.None;
        }

        var (tokensReserved, tokensInFlight) = tokens.GetValueOrDefault(mint.Value);
        return new TokenPosition((ulong)(tokensReserved - transfer.HeldTokens()), (ulong)(tokensInFlight - transfer.InFlightTokens()));
    }
}
