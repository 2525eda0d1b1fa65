using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>What is to be done with a retired address next. Pure: the same facts give the same plan.</summary>
public sealed record SweepPlan
{
    /// <summary>
    /// The token accounts that are dealt with now, each by a transfer of its own: what one holds is moved to the current address, and
    /// one that holds nothing is closed. Of each mint only one is emptied at a time.
    /// </summary>
    public required IReadOnlyList<TokenToSweep> Tokens { get; init; }

    /// <summary>All SOL is moved to the current address now: nothing at the retired one needs it for fees any more.</summary>
    public required bool Sol { get; init; }

    /// <summary>What the current address lends for the fees of tokens; null for nothing.</summary>
    public required Lamports? Loan { get; init; }

    /// <summary>What stays for the time being, and why.</summary>
    public required IReadOnlyList<(TokenToSweep Token, string Reason)> Left { get; init; }

    /// <param name="lamports">What the retired address holds.</param>
    /// <param name="tokens">Each token account that it has, as a payment to the current address would find it.</param>
    /// <param name="allowance">Lamports for the fee of one transfer.</param>
    public static SweepPlan Of(Lamports lamports, IReadOnlyList<TokenToSweep> tokens, Lamports allowance)
    {
        var chosen = new List<TokenToSweep>();
        var left = new List<(TokenToSweep Token, string Reason)>();
        Lamports? loan = null;
        var free = lamports;

        // Tokens before rent: what is worth most is safe first.
        foreach (var token in tokens.OrderBy(token => token.IsEmpty))
        {
            if (token.Obstacle is { } obstacle)
            {
                left.Add((token, obstacle));
                continue;
            }

            // Reservations of tokens count for a mint and not for an account.
            if (!token.IsEmpty && chosen.Exists(other => other.Mint == token.Mint))
            {
                continue;
            }

            // The address has to keep its rent-exempt minimum, or the runtime refuses the transaction. With something on its way, what is
            // not paid for yet waits for the next round.
            var needed = (token.CreatesAccount ? token.Facts.AccountRent : Lamports.Zero) + allowance;
            if (free >= needed + token.Facts.SourceMinimum)
            {
                chosen.Add(token);
                free -= needed;
            }
            else if (chosen.Count == 0 && !token.CreatesAccount)
            {
                loan ??= (needed + token.Facts.SourceMinimum).SubtractOrZero(lamports);
            }
            else if (chosen.Count == 0)
            {
                // Anybody can send worthless tokens: an account for a token that the wallet does not use is never paid for by the current address.
                left.Add((token, "the retired address can't pay for the fee and for an account of this token at the current one"));
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

/// <summary>A token account of a retired address.</summary>
/// <param name="Facts">What the chain says of it, and of a payment out of it to the current address.</param>
/// <param name="Obstacle">Why nothing can be done with it now; null when something can.</param>
public sealed record TokenToSweep(SolanaAddress Account, SolanaAddress Mint, TokenTransferFacts Facts, string? Obstacle)
{
    /// <summary>It holds no tokens, and is to be closed.</summary>
    public bool IsEmpty => Facts.SourceAccount is not { Amount: > 0 };

    /// <summary>To be emptied it needs an account of the token at the current address, which is not there yet.</summary>
    public bool CreatesAccount => !IsEmpty && Facts.RecipientAccount is null;
}
