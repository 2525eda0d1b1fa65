using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Host.Composition;
using WalletService.Host.Security;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Security;

/// <summary>While the switch is thrown, permissions are refused and signatures that come back are dropped.</summary>
public sealed class SwitchedStoreTests : StorageContract
{
    private readonly TemporaryFolder folder = new("switched-store");

    private string SwitchFile => folder.PathOf("stop");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_permitted_until_the_switch_is_taken_back()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        Throw();

        AssertFrozen(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default), "everything");
        AssertFrozen(await Storage.Journal.BeginAsync(SigningRequestOf(wallet), default), "everything");

        File.Delete(SwitchFile);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Journal.BeginAsync(SigningRequestOf(wallet), default));
    }

    [Fact]
    public async Task A_transaction_that_was_signed_meanwhile_is_not_stored()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        await Storage.Transfers.BeginSigningAsync(ready, Intent(), default);
        Throw();

        var refused = await MoveAsync(ready, TransferStatus.Signed, change => change with { Attempt = NewAttempt() });

        Assert.Equal((TransferStatus.Rejected, "WALLET_FROZEN"), (refused.Status, refused.Error!.Code));
        Assert.Null((await FindAsync(ready)).Attempt);
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
    }

    [Fact]
    public async Task The_signature_of_a_caller_s_transaction_that_was_made_meanwhile_is_given_to_nobody()
    {
        var request = SigningRequestOf(await CreateWalletAsync());
        await Storage.Journal.BeginAsync(request, default);
        Throw();

        AssertFrozen(await Storage.Journal.CompleteAsync(request, NewAttempt().Signature, default), "everything");
    }

    [Fact]
    public async Task What_was_signed_before_goes_on_to_its_end()
    {
        var signed = await SignedAsync(await CreateWalletAsync());
        Throw();

        var submitted = await MoveAsync(signed, TransferStatus.Submitted);

        Assert.Equal(AttemptOutcome.Live, submitted.Attempt!.Outcome);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time)
    {
        var services = new ServiceCollection()
            .AddSingleton(time)
            .AddSingleton(new ServiceOptions { KillSwitchFile = SwitchFile })
            .AddSingleton<KillSwitch>()
            .AddEmbeddedStorage();
        services.Decorate<ITransferStore, SwitchedTransferStore>();
        services.Decorate<ISigningJournal, SwitchedSigningJournal>();
        return Task.FromResult(new StorageUnderTest(services.BuildServiceProvider(validateScopes: true)));
    }

    private void Throw() => File.WriteAllText(SwitchFile, string.Empty);
}
