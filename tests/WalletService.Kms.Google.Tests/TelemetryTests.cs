using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WalletService.KmsEmulator.Faults;

namespace WalletService.Kms.Google.Tests;

public sealed class TelemetryTests
{
    private static readonly byte[] Message = "the message, which no log may hold"u8.ToArray();

    [Fact]
    public async Task Each_attempt_is_logged_with_its_parameters()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Logs.Clear();
        kms.Plan(FaultKind.ServiceDisabled, Kms.Sign, skip: 1);
        kms.Plan(FaultKind.Unavailable, Kms.Sign);

        await Assert.ThrowsAnyAsync<Exception>(() => kms.SignAsync(key, Message));

        var calls = kms.Logs.Entries.Where(entry => entry.Values.ContainsKey("Attempt")).ToList();
        Assert.Equal([1, 2], calls.Select(entry => entry.Values["Attempt"]));
        Assert.Equal(["unavailable", "permission_denied"], calls.Select(entry => entry.Values["Outcome"]));
        Assert.Equal([503, 403], calls.Select(entry => entry.Values["HttpStatus"]));
        Assert.Equal("SERVICE_DISABLED", calls[1].Values["Reason"]);
        Assert.All(calls, entry =>
        {
            Assert.Equal(LogLevel.Warning, entry.Level);
            Assert.Equal("asymmetricSign", entry.Values["Operation"]);
            Assert.Equal(key.KeyVersionName, entry.Values["Resource"]);
            Assert.Equal(Message.Length, entry.Values["DataLength"]);
            Assert.IsType<uint>(entry.Values["DataCrc32C"]);
            Assert.IsType<double>(entry.Values["DurationMs"]);
        });
    }

    [Fact]
    public async Task Logs_hold_neither_the_message_nor_the_signature()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        foreach (var fault in Enum.GetValues<FaultKind>().Where(fault => fault is not (FaultKind.Hang or FaultKind.Latency)))
        {
            kms.Emulator.Faults.Clear();
            kms.Plan(fault, Kms.Sign);
            await Record.ExceptionAsync(() => kms.SignAsync(key, Message));
        }

        kms.Emulator.Faults.Clear();
        var signature = await kms.SignAsync(key, Message);

        foreach (var secret in new[] { Message, signature })
        {
            var forms = new[] { Convert.ToBase64String(secret), Convert.ToHexString(secret), Convert.ToHexStringLower(secret) };
            Assert.DoesNotContain(kms.Logs.Entries, entry => forms.Any(form => entry.Text.Contains(form, StringComparison.Ordinal)));
        }

        Assert.DoesNotContain(kms.Logs.Entries, entry => entry.Text.Contains("which no log may hold", StringComparison.Ordinal));
        Assert.NotEmpty(kms.Logs.Entries);
    }

    [Fact]
    public async Task Attempts_durations_and_retries_are_measured()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        using var measured = new Measurements(kms.Get<IMeterFactory>());
        kms.Plan(FaultKind.Unavailable, Kms.Sign, times: 2);

        await kms.SignAsync(key, Message);
        measured.Observe();

        Assert.Equal(2, measured.Sum("wallet_kms_calls", "asymmetricSign", "unavailable"));
        Assert.Equal(1, measured.Sum("wallet_kms_calls", "asymmetricSign", "ok"));
        Assert.Equal(2, measured.Sum("wallet_kms_retries", "asymmetricSign", "unavailable"));
        Assert.Equal(2, measured.Count("wallet_kms_call_duration", "asymmetricSign", "unavailable"));
        Assert.Equal(1, measured.Count("wallet_kms_call_duration", "asymmetricSign", "ok"));
        Assert.Equal(0, measured.Latest("wallet_kms_breaker_state"));
    }

    [Fact]
    public async Task The_open_breaker_shows_in_its_gauge()
    {
        await using var kms = await Kms.StartAsync(emulator: null, clock: null, ("MaxAttempts", "1"), ("BreakerMinimumThroughput", "2"), ("BreakerBreakDuration", "00:10:00"));
        var key = await kms.NewKeyAsync();
        using var measured = new Measurements(kms.Get<IMeterFactory>());
        kms.Plan(FaultKind.Unavailable, Kms.Sign, times: 0);
        for (var index = 0; index < 20; index++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => kms.SignAsync(key, Message));
        }

        measured.Observe();

        Assert.Equal(1, measured.Latest("wallet_kms_breaker_state"));
        Assert.Contains(kms.Logs.Entries, entry => entry.Level == LogLevel.Error && entry.Text.Contains("breaker opened", StringComparison.Ordinal));
    }
}
