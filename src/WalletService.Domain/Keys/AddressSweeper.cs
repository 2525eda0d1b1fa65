using System.Globalization;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>
/// Empties retired addresses to their wallets' current ones, again and again: first the tokens, then all SOL. Each movement is a
/// transfer like any other, decided, signed with the retired key, sent and tracked by the same machine; this only begins them, and waits
/// for those that are open.
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
    /// <summary>Most tokens that are looked at in one round; the next round sees the others.</summary>
    private const int TokensAtOnce = 16;

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
        var held = seen.Tokens.Where(token => token.Amount > 0).Select(token => token.Mint).Distinct().Take(TokensAtOnce);
        var toSweep = new List<TokenToSweep>();
        foreach (var mint in held)
        {
            toSweep.Add(await LookAtAsync(address, mint, cancellationToken));
        }

        var plan = SweepPlan.Of(new Lamports(seen.Lamports), toSweep, new Lamports((ulong)options.FeeAllowanceLamports));
        foreach (var (mint, reason) in plan.Left)
        {
            telemetry.Left(address, mint, reason);
        }

        var begun = await BeginAsync(address, TransfersOf(address, plan), cancellationToken);
        if (begun is { } any)
        {
            await addresses.ScheduleAsync(address, any ? TimeSpan.Zero : options.SweepInterval, cancellationToken);
        }
    }

    private async Task<TokenToSweep> LookAtAsync(RetiredAddress address, SolanaAddress mint, CancellationToken cancellationToken)
    {
        var facts = await tokens.GetTransferFactsAsync(
            address.Address.Address, address.Wallet.Address, mint, minimumSlot: 0, cancellationToken);
        var payment = PaymentOf(address, mint);
        var obstacle = TokenRules.Check(payment, facts, tokenOptions, transferOptions.AllowOffCurveRecipients)?.Message;
        if (obstacle is null && facts.SourceAccount is not { Amount: > 0 })
        {
            obstacle = "it is in another token account than the associated one";
        }

        // What failed a moment ago would fail again: it must not keep the SOL where it is.
        var before = await transfers.FindByKeyAsync(address.Wallet.UserId, KeyOf(address, address.Round - 1, mint.Value), cancellationToken);
        if (obstacle is null && before is not null && before.MovedNothing())
        {
            obstacle = before.Error?.Message ?? "the transfer came to nothing";
        }

        return new TokenToSweep(mint, facts, obstacle);
    }

    private IEnumerable<Transfer> TransfersOf(RetiredAddress address, SweepPlan plan)
    {
        var retired = address.Address.KeyNumber;
        foreach (var mint in plan.Tokens)
        {
            yield return NewTransfer(address, mint.Value, retired, PaymentOf(address, mint));
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

    private static TransferContent.TokenPayment PaymentOf(RetiredAddress address, SolanaAddress mint) =>
        new(address.Wallet.Address, mint, Requested: null, TokenAmountMeaning.Sent, Memo: null);

    private static IdempotencyKey KeyOf(RetiredAddress address, int round, string asset) => IdempotencyKey.Parse(string.Create(
        CultureInfo.InvariantCulture,
        $"{IdempotencyKey.SweepPrefix}{new WalletKeyId(address.Wallet.Id, address.Address.KeyNumber)}:{round}:{asset}"));
}
