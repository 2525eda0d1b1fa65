using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>What is to be done with a retired address next. Pure: the same facts give the same plan.</summary>
public sealed record SweepPlan
{
    /// <summary>The tokens whose whole holding is moved to the current address now, each by a transfer of its own.</summary>
    public required IReadOnlyList<SolanaAddress> Tokens { get; init; }

    /// <summary>All SOL is moved to the current address now: nothing at the retired one needs it for fees any more.</summary>
    public required bool Sol { get; init; }

    /// <summary>What the current address lends for the fees of tokens; null for nothing.</summary>
    public required Lamports? Loan { get; init; }

    /// <summary>What stays for the time being, and why.</summary>
    public required IReadOnlyList<(SolanaAddress Mint, string Reason)> Left { get; init; }

    /// <param name="lamports">What the retired address holds.</param>
    /// <param name="tokens">Each token that it holds, as a payment to the current address would find it.</param>
    /// <param name="allowance">Lamports for the fee of one transfer.</param>
    public static SweepPlan Of(Lamports lamports, IReadOnlyList<TokenToSweep> tokens, Lamports allowance)
    {
        var chosen = new List<SolanaAddress>();
        var left = new List<(SolanaAddress Mint, string Reason)>();
        Lamports? loan = null;
        var free = lamports;
        foreach (var token in tokens)
        {
            if (token.Obstacle is { } obstacle)
            {
                left.Add((token.Mint, obstacle));
                continue;
            }

            var rent = token.Facts.RecipientAccount is null ? token.Facts.AccountRent : Lamports.Zero;

            // The address has to keep its rent-exempt minimum, or the runtime refuses the transaction.
            var needed = rent + allowance;
            if (free >= needed + token.Facts.SourceMinimum)
            {
                chosen.Add(token.Mint);
                free -= needed;
            }
            else if (chosen.Count > 0)
            {
                // What is on its way settles first; the next round sees what is left.
                continue;
            }
            else if (token.Facts.RecipientAccount is not null)
            {
                loan ??= (needed + token.Facts.SourceMinimum).SubtractOrZero(lamports);
            }
            else
            {
                // Anybody can send worthless tokens: an account for a token that the wallet does not use is never paid for by the current address.
                left.Add((token.Mint, "the retired address can't pay for the fee and for an account of this token at the current one"));
            }
        }

        var borrows = chosen.Count == 0 ? loan : null;
        return new SweepPlan
        {
            Tokens = chosen,
            Sol = chosen.Count == 0 && borrows is null && lamports > allowance,
            Loan = borrows,
            Left = left,
        };
    }
}

/// <summary>A token that a retired address holds.</summary>
/// <param name="Obstacle">Why it can't be moved now; null when it can.</param>
public sealed record TokenToSweep(SolanaAddress Mint, TokenTransferFacts Facts, string? Obstacle);
