using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Freezes;

/// <summary>How every <see cref="IFreezeStore"/> keeps freezes.</summary>
public abstract class FreezeStoreContract : StorageContract
{
    private const string Operator = "operations";

    public override async Task DisposeAsync()
    {
        foreach (var freeze in await Storage.Freezes.ListAsync(default))
        {
            await Storage.Freezes.UnfreezeAsync(freeze.Target, Operator, "The test is over.", default);
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task Lists_what_is_frozen_from_the_widest_scope_to_the_narrowest()
    {
        var user = NewUser();
        var wallet = WalletId.New(Time);
        var frozen = new[] { FreezeTarget.Everything, FreezeTarget.Of(user), FreezeTarget.OfMint(Recipient), FreezeTarget.Of(wallet) };
        foreach (var target in frozen.Reverse())
        {
            Assert.Equal(New(target), await Storage.Freezes.FreezeAsync(New(target), default));
        }

        Assert.Equal(frozen.Select(target => New(target)), await Storage.Freezes.ListAsync(default));
    }

    [Fact]
    public async Task What_is_frozen_already_stays_as_it_is()
    {
        var target = FreezeTarget.Of(NewUser());
        var first = await Storage.Freezes.FreezeAsync(New(target), default);

        var again = await Storage.Freezes.FreezeAsync(new Freeze(target, "Another reason", "another", Time.GetUtcNow().AddHours(1)), default);

        Assert.Equal(first, again);
        Assert.Equal([first], await Storage.Freezes.ListAsync(default));
    }

    [Fact]
    public async Task Lifts_a_freeze_once()
    {
        var target = FreezeTarget.Of(NewUser());
        await Storage.Freezes.FreezeAsync(New(target), default);

        Assert.Equal(New(target), await Storage.Freezes.UnfreezeAsync(target, Operator, "Found again.", default));
        Assert.Null(await Storage.Freezes.UnfreezeAsync(target, Operator, "Found again.", default));
        Assert.Empty(await Storage.Freezes.ListAsync(default));
    }

    [Fact]
    public async Task A_freeze_and_its_end_are_told_and_recorded_once()
    {
        var target = FreezeTarget.Of(NewUser());
        await Storage.Freezes.FreezeAsync(New(target), default);
        await Storage.Freezes.FreezeAsync(New(target), default);
        await Storage.Freezes.UnfreezeAsync(target, "another", "Cleared", default);
        await Storage.Freezes.UnfreezeAsync(target, "another", "Cleared", default);

        var events = (await Storage.Outbox.ReadAsync(1_000, default)).Where(item => item.Data.Contains(target.Subject, StringComparison.Ordinal));
        Assert.Equal(["scope.frozen", "scope.unfrozen"], events.Select(item => item.Type));
        var frozen = await Storage.AuditTrail.FindNewestAsync("freeze.set", default);
        Assert.Equal(("user", target.Subject, Operator, "Key lost"), (
            frozen!.Details["scope"], frozen.Details["subject"], frozen.Details["by"], frozen.Details["reason"]));
        var lifted = await Storage.AuditTrail.FindNewestAsync("freeze.lifted", default);
        Assert.Equal((target.Subject, "another", "Cleared"), (lifted!.Details["subject"], lifted.Details["by"], lifted.Details["reason"]));
        Assert.Equal(frozen.Hash, lifted.PreviousHash);
    }

    [Fact]
    public async Task Equal_freezes_at_once_make_one()
    {
        var target = FreezeTarget.Of(NewUser());

        var frozen = await InParallelAsync(8, _ => Storage.Freezes.FreezeAsync(New(target), default));

        Assert.All(frozen, freeze => Assert.Equal(New(target), freeze));
        Assert.Single(await Storage.Freezes.ListAsync(default));
    }

    private Freeze New(FreezeTarget target) => new(target, "Key lost", Operator, Time.GetUtcNow());
}
