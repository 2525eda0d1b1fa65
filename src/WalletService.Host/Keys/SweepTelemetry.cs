using System.Diagnostics.Metrics;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Host.Metrics;

namespace WalletService.Host.Keys;

/// <summary>Logs and counts rotations of keys and sweeps of retired addresses.</summary>
public sealed partial class SweepTelemetry : ISweepTelemetry, IDisposable
{
    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly Counter<long> rotations;
    private readonly Counter<long> sweeps;
    private readonly Counter<long> left;
    private readonly Counter<long> failures;
    private readonly ILogger<SweepTelemetry> logger;

    public SweepTelemetry(ILogger<SweepTelemetry> logger)
    {
        this.logger = logger;
        rotations = meter.CreateCounter<long>("wallet_key_rotations", description: "Keys of wallets that were rotated by this instance.");
        sweeps = meter.CreateCounter<long>("wallet_sweeps", description: "Transfers begun to empty retired addresses.");
        left = meter.CreateCounter<long>(
            "wallet_sweep_leftovers", description: "Times that something was left at a retired address because it can't be swept now.");
        failures = meter.CreateCounter<long>("wallet_sweep_failures", description: "Rounds of rotation or sweeping that failed and are tried again.");
        foreach (var counter in (Counter<long>[])[rotations, sweeps, left, failures])
        {
            counter.Add(0);
        }
    }

    public void Rotated(WalletId walletId, int keyNumber)
    {
        rotations.Add(1);
        LogRotated(walletId.ToString(), keyNumber);
    }

    public void SweepBegun(RetiredAddress address, Transfer transfer)
    {
        sweeps.Add(1);
        LogSweep(transfer.Id.ToString(), address.Address.Address.Value, address.Wallet.Id.ToString(), transfer.Content.PaidMint?.Value ?? "SOL");
    }

    public void Left(RetiredAddress address, SolanaAddress? mint, string reason)
    {
        left.Add(1);
        LogLeft(mint?.Value ?? "SOL", address.Address.Address.Value, address.Wallet.Id.ToString(), reason);
    }

    public void RoundFailed(string round, Exception reason)
    {
        failures.Add(1);
        if (reason is PortUnavailableException or OutcomeUnknownException or KeyUnusableException)
        {
            LogDelayed(round, reason.Message);
        }
        else
        {
            LogFailed(reason, round);
        }
    }

    public void Dispose() => meter.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "Wallet {WalletId} has key {KeyNumber} now; the one before is retired")]
    private partial void LogRotated(string walletId, int keyNumber);

    [LoggerMessage(Level = LogLevel.Information, Message = "Transfer {TransactionId} sweeps {Asset} of the retired address {Address} of wallet {WalletId}")]
    private partial void LogSweep(string transactionId, string address, string walletId, string asset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Asset} stays at the retired address {Address} of wallet {WalletId}: {Reason}")]
    private partial void LogLeft(string asset, string address, string walletId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The round '{Round}' waits: {Reason}")]
    private partial void LogDelayed(string round, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The round '{Round}' failed; it is tried again")]
    private partial void LogFailed(Exception exception, string round);
}
