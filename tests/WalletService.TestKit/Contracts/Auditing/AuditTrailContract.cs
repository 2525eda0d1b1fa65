using WalletService.Domain.Auditing;
using WalletService.Solana;
using Xunit;

namespace WalletService.TestKit.Contracts.Auditing;

/// <summary>What the chain of the service, and whoever reads the audit log, can rely on.</summary>
public abstract class AuditTrailContract : StorageContract
{
    [Fact]
    public async Task An_entry_without_a_wallet_follows_the_one_before_it()
    {
        await Storage.AuditTrail.RecordAsync(Draft("test.first", "1"), default);
        await Storage.AuditTrail.RecordAsync(Draft("test.second", "2"), default);

        var second = await Storage.AuditTrail.FindNewestAsync("test.second", default);
        var first = await Storage.AuditTrail.FindNewestAsync("test.first", default);
        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.Equal(first.Hash, second.PreviousHash);
        Assert.Null(second.WalletId);
        Assert.Null(second.UserId);
        Assert.Equal("2", second.Details["number"]);
        Assert.Equal(second.Hash, second.ComputeHash());
    }

    [Fact]
    public async Task Finds_the_newest_of_an_action_and_none_of_another()
    {
        await Storage.AuditTrail.RecordAsync(Draft("test.often", "1"), default);
        await Storage.AuditTrail.RecordAsync(Draft("test.often", "2"), default);

        Assert.Equal("2", (await Storage.AuditTrail.FindNewestAsync("test.often", default))?.Details["number"]);
        Assert.Null(await Storage.AuditTrail.FindNewestAsync("test.never", default));
    }

    [Fact]
    public async Task Entries_that_come_at_once_are_one_chain()
    {
        await InParallelAsync(50, async number =>
        {
            await Storage.AuditTrail.RecordAsync(Draft("test.crowd", $"{number}"), default);
            return number;
        });

        var (verification, entries) = await ReadAsync(AuditSelection.All);
        Assert.True(verification.IsIntact, string.Join('\n', verification.Problems));
        Assert.Equal(
            Enumerable.Range(0, 50),
            entries.Where(entry => entry.Action == "test.crowd").Select(entry => int.Parse(entry.Details!["number"], null)).Order());
    }

    [Fact]
    public async Task The_whole_log_is_read_chain_by_chain_and_is_intact()
    {
        var wallets = new[] { await CreateWalletAsync(), await CreateWalletAsync() };
        await SubmittedAsync(wallets[0]);
        await Storage.AuditTrail.RecordAsync(Draft("test.once", "1"), default);

        var (verification, entries) = await ReadAsync(AuditSelection.All);

        Assert.True(verification.IsIntact, string.Join('\n', verification.Problems));
        Assert.True(verification.Chains >= 3);
        Assert.Contains(entries, entry => entry.Chain == AuditChains.Service);
        foreach (var wallet in wallets)
        {
            var expected = await Storage.Inspection.ReadAuditAsync(wallet.Id);
            Assert.Equal(expected.Select(entry => entry.Hash), entries.Where(entry => entry.Chain == wallet.Id.ToString()).Select(entry => entry.Hash));
        }
    }

    [Fact]
    public async Task One_wallets_chain_can_be_read_alone()
    {
        var wallet = await CreateWalletAsync();
        await SubmittedAsync(wallet);
        await CreateWalletAsync();

        var (verification, entries) = await ReadAsync(new AuditSelection(WalletId: wallet.Id));

        Assert.True(verification.IsIntact);
        Assert.Equal(1, verification.Chains);
        Assert.Equal(await AuditActionsAsync(wallet), entries.Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_span_of_time_can_be_read_alone()
    {
        Time.Advance(TimeSpan.FromDays(1));
        var wallet = await CreateWalletAsync();
        Time.Advance(TimeSpan.FromHours(1));
        var from = Time.GetUtcNow();
        await ReceivedAsync(wallet);
        Time.Advance(TimeSpan.FromHours(1));
        var to = Time.GetUtcNow();
        await ReceivedAsync(wallet, "pay-2");

        var (verification, entries) = await ReadAsync(new AuditSelection(from, to));

        Assert.True(verification.IsIntact);
        Assert.Equal(["transfer.received"], entries.Select(entry => entry.Action));
        Assert.Equal(from, entries[0].At);
    }

    private static AuditDraft Draft(string action, string number) => new(action, null, new Dictionary<string, string> { ["number"] = number });

    private async Task<(AuditVerification Verification, IReadOnlyList<StoredAuditEntry> Entries)> ReadAsync(AuditSelection selection)
    {
        using var verifier = new AuditVerifier(Ed25519.Verify, isWhole: selection.HasWholeChains);
        var entries = new List<StoredAuditEntry>();
        await foreach (var item in Storage.AuditReader.ReadAsync(selection, default))
        {
            verifier.Add(item);
            if (item is AuditItem.Entry entry)
            {
                entries.Add(entry.Stored);
            }
        }

        return (verifier.Finish(), entries);
    }
}
