using System.Globalization;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>
/// Empties retired addresses to their wallets' current ones, again and again: first the tokens, then the rent of the emptied token
/// accounts by closing them, then all SOL. Each movement is a transfer like any other, decided, signed with the retired key, sent and
/// tracked by the same machine; this only begins them, and waits for those that are open.
/// </summary>
public sealed class AddressSweeper(
    IRetiredAddresses addresses,
    IHoldingsReader chain,
    ITokenLedger tokens,
    ITransferStore transfers,
    TransferIntake intake,
    ISweepTelemetry telemetry,
    TokenOptions tokenOptions,
    TransferOptions transferOptions,
    KeyRotationOptions options,
    TimeProvider time)
{
    /// <summary>So many token accounts are looked at together; others only when there is nothing to be done with these.</summary>
    private const int AccountsAtOnce = 16;

    /// <summary>In so many of the rounds before it is looked whether the same was tried and failed.</summary>
    private const int RoundsRemembered = 8;

    private const string SolName = "sol";
    private const string LoanName = "loan";

    /// <summary>Sweeps the addresses that are due; returns how many these were.</summary>
    public async Task<int> StepAsync(CancellationToken cancellationToken)
    {
        var due = await addresses.ClaimAsync(options.SweepsAtOnce, options.Patience, cancellationToken);
        foreach (var address in due)
        {
            try
            {
                await SweepAsync(address, cancellationToken);
            }
            catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException)
            {
                // It is due again when the claim's patience is over.
                telemetry.RoundFailed("sweep", exception);
            }
        }

        return due.Count;
    }

    private async Task SweepAsync(RetiredAddress address, CancellationToken cancellationToken)
    {
        var (wallet, retired) = (address.Wallet, address.Address);
        var seen = (await chain.ReadAsync([new WatchedWallet(wallet.Id, wallet.UserId, retired.Address, wallet.CreatedAt)], cancellationToken))[0];
        var plan = await PlanAsync(address, seen, cancellationToken);
        foreach (var (token, reason) in plan.Left)
        {
            telemetry.Left(address, token.Mint, $"token account {token.Account}: {reason}");
        }

        var begun = await BeginAsync(address, TransfersOf(address, plan), cancellationToken);
        if (begun is { } any)
        {
            await addresses.ScheduleAsync(address, any ? TimeSpan.Zero : options.SweepInterval, cancellationToken);
        }
    }

    /// <summary>Worthless tokens in any number keep neither the others nor the SOL where they are.</summary>
    private async Task<SweepPlan> PlanAsync(RetiredAddress address, WalletHoldings seen, CancellationToken cancellationToken)
    {
        var (lamports, allowance) = (new Lamports(seen.Lamports), new Lamports((ulong)options.FeeAllowanceLamports));
        var looked = new List<TokenToSweep>();
        var plan = SweepPlan.Of(lamports, looked, allowance);
        foreach (var accounts in seen.Tokens.OrderBy(token => token.Amount == 0).Chunk(AccountsAtOnce))
        {
            var found = await Task.WhenAll(accounts.Select(account => LookAtAsync(address, account, cancellationToken)));
            looked.AddRange(found.OfType<TokenToSweep>());
            plan = SweepPlan.Of(lamports, looked, allowance);
            if (plan.Tokens.Count > 0)
            {
                break;
            }
        }

        if (plan.Loan is not null && await FindFailureAsync(address, LoanName, cancellationToken) is { } reason)
        {
            telemetry.Left(address, mint: null, $"the current address could not lend the fee: {reason}");
            plan = plan with { Loan = null, Sol = lamports > allowance };
        }

        if (plan.Sol && await FindFailureAsync(address, SolName, cancellationToken) is { } failure)
        {
            telemetry.Left(address, mint: null, $"its SOL: {failure}");
            plan = plan with { Sol = false };
        }

        return plan;
    }

    /// <summary>Null when the account is gone by now: what is held was read as of an earlier slot.</summary>
    private async Task<TokenToSweep?> LookAtAsync(RetiredAddress address, HeldToken held, CancellationToken cancellationToken)
    {
        var retired = address.Address.Address;
        var facts = await tokens.GetAccountFactsAsync(
            retired, held.Account, address.Wallet.Address, held.Mint, minimumSlot: 0, cancellationToken);
        if (facts is { Mint.Refusal: null, SourceAccount: null })
        {
            return null;
        }

        var token = new TokenToSweep(held.Account, held.Mint, facts, Obstacle: null);
        return token with { Obstacle = FindObstacle(address, token) ?? await FindFailureAsync(address, token.Account.Value, cancellationToken) };
    }

    private string? FindObstacle(RetiredAddress address, TokenToSweep token) => (token.IsEmpty
        ? AccountClosingRules.Check(address.Address.Address, token.Facts)
        : TokenRules.Check(PaymentOf(address, token), token.Facts, tokenOptions, transferOptions.AllowOffCurveRecipients))?.Message;

    /// <summary>
    /// What failed a moment ago would fail again: it must not keep the SOL where it is, nor have fees lent to it over and over, nor fill the
    /// records and wake people again and again.
    /// </summary>
    private async Task<string?> FindFailureAsync(RetiredAddress address, string asset, CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - options.SweepInterval;
        for (var round = address.Round - 1; round > 0 && round >= address.Round - RoundsRemembered; round--)
        {
            var before = await transfers.FindByKeyAsync(
                address.Wallet.UserId, KeyOf(address, round, asset), cancellationToken);
            if (before is not null)
            {
                return before.MovedNothing() && before.Times.EndedAt > since ? before.Error?.Message ?? "the transfer came to nothing" : null;
            }
        }

        return null;
    }

    private IEnumerable<Transfer> TransfersOf(RetiredAddress address, SweepPlan plan)
    {
        var retired = address.Address.KeyNumber;
        foreach (var token in plan.Tokens)
        {
            yield return NewTransfer(address, token.Account.Value, retired, ContentOf(address, token));
        }

        if (plan.Sol)
        {
            yield return NewTransfer(
                address, SolName, retired, new TransferContent.SolPayment(address.Wallet.Address, Requested: null, Memo: null));
        }

        if (plan.Loan is { } loan)
        {
            yield return NewTransfer(
                address, LoanName, address.Wallet.KeyNumber, new TransferContent.SolPayment(address.Address.Address, loan, Memo: null));
        }
    }

    /// <summary>Whether any was begun; null when the wallet may not sign now, so that it is tried again soon.</summary>
    private async Task<bool?> BeginAsync(RetiredAddress address, IEnumerable<Transfer> planned, CancellationToken cancellationToken)
    {
        var any = false;
        foreach (var transfer in planned)
        {
            var signer = transfer.KeyNumber == address.Wallet.KeyNumber
                ? address.Wallet
                : address.Wallet with { Key = address.Address.Key, KeyNumber = transfer.KeyNumber };
            var result = await intake.AdmitAsync(transfer, signer, cancellationToken);
            if (!result.TryGetValue(out var admitted, out var error))
            {
                telemetry.Left(address, transfer.Content.PaidMint, error.Message);
                return null;
            }

            telemetry.SweepBegun(address, admitted);
            any = true;
        }

        return any;
    }

    private Transfer NewTransfer(RetiredAddress address, string asset, int keyNumber, TransferContent content)
    {
        var now = time.GetUtcNow();
        var key = KeyOf(address, address.Round, asset);
        return new Transfer
        {
            Id = TransactionId.New(time),
            WalletId = address.Wallet.Id,
            UserId = address.Wallet.UserId,
            Caller = CallerId.Unidentified,
            Content = content,
            KeyNumber = keyNumber,
            IsSweep = true,
            IdempotencyKey = key,
            Fingerprint = RequestFingerprint.Of("sweep", key.Value),
            Status = TransferStatus.Received,
            Version = 1,
            Deadline = now + transferOptions.SigningDeadline,
            Times = new TransferTimes { ReceivedAt = now },
        };
    }

    private static TransferContent ContentOf(RetiredAddress address, TokenToSweep token) => token.IsEmpty
        ? new TransferContent.AccountClosing(address.Wallet.Address, token.Mint, token.Account)
        : PaymentOf(address, token);

    private static TransferContent.TokenPayment PaymentOf(RetiredAddress address, TokenToSweep token) =>
        new(address.Wallet.Address, token.Mint, Requested: null, TokenAmountMeaning.Sent, Memo: null) { SourceAccount = token.Account };

    private static IdempotencyKey KeyOf(RetiredAddress address, int round, string asset) => IdempotencyKey.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $"{IdempotencyKey.SweepPrefix}{new WalletKeyId(address.Wallet.Id, address.Address.KeyNumber)}:{round}:{asset}"));
}
