using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Solana;
using WalletService.TestKit.Fakes;
using Xunit;

namespace WalletService.TestKit.Contracts.Auditing;

/// <summary>What signed checkpoints of the audit log can be relied on for.</summary>
public abstract class CheckpointContract : StorageContract
{
    protected FakeWalletKeys Keys { get; } = new();

    [Fact]
    public async Task A_checkpoint_covers_the_chains_that_have_grown_since_the_one_before()
    {
        var (grown, still) = (await CreateWalletAsync(), await CreateWalletAsync());
        var first = await MakeAsync();
        await ReceivedAsync(grown);

        var view = await Storage.Checkpoints.ReadAsync(default);
        var second = await MakeAsync();

        Assert.Equal(first, view.Newest);
        Assert.Contains(grown.Id.ToString(), view.Grown.Select(head => head.Chain));
        Assert.DoesNotContain(still.Id.ToString(), view.Grown.Select(head => head.Chain));
        Assert.Equal((first.Number + 1, first.Hash), (second.Number, second.PreviousHash));
        Assert.Equal(second, await Storage.Checkpoints.FindNewestAsync(default));
        Assert.Empty((await Storage.Checkpoints.ReadAsync(default)).Grown);
    }

    [Fact]
    public async Task The_log_with_its_checkpoints_is_intact_and_names_the_newest()
    {
        var wallet = await CreateWalletAsync();
        await MakeAsync();
        await SubmittedAsync(wallet);
        await Storage.AuditTrail.RecordAsync(new AuditDraft("test.entry", null, new Dictionary<string, string>()), default);
        var newest = await MakeAsync();
        await ReceivedAsync(wallet, "pay-2");

        var verification = await VerifyAsync(newest.PublicKey);

        Assert.True(verification.IsIntact, string.Join('\n', verification.Problems));
        Assert.Equal(newest, verification.Newest);
    }

    [Fact]
    public async Task A_checkpoint_is_signed_over_what_it_says()
    {
        var checkpoint = await MakeAsync();
        var other = checkpoint with { HeadCount = checkpoint.HeadCount + 1 };

        Assert.True(IsSigned(checkpoint));
        Assert.False(IsSigned(other));
    }

    [Fact]
    public async Task A_checkpoint_by_a_key_that_is_not_trusted_is_refused()
    {
        await MakeAsync();

        var problem = Assert.Single((await VerifyAsync("Vote111111111111111111111111111111111111111")).Problems);

        Assert.Equal(AuditProblemKind.CheckpointBroken, problem.Kind);
    }

    [Fact]
    public async Task Of_instances_that_make_one_at_once_each_number_is_written_once()
    {
        await CreateWalletAsync();

        var made = await InParallelAsync(8, _ => Checkpointer().MakeAsync(default));

        var written = made.OfType<AuditCheckpoint>().ToArray();
        Assert.NotEmpty(written);
        Assert.Distinct(written.Select(checkpoint => checkpoint.Number));
        Assert.True((await VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task A_number_that_is_there_is_not_written_again()
    {
        var checkpoint = await MakeAsync();

        Assert.False(await Storage.Checkpoints.AddAsync(checkpoint, [], Told(), default));
        Assert.Equal(checkpoint, await Storage.Checkpoints.FindNewestAsync(default));
    }

    [Fact]
    public async Task A_checkpoint_is_told_so_that_it_leaves_the_database()
    {
        var checkpoint = await MakeAsync();

        var events = await Storage.Outbox.ReadAsync(10_000, default);
        var told = Assert.Single(events, entry => entry.Type == "audit.checkpoint" && entry.Data.Contains(checkpoint.Hash, StringComparison.Ordinal));
        Assert.Equal(EventTopics.Errors, told.Topic);
        Assert.Contains(checkpoint.Signature, told.Data, StringComparison.Ordinal);
    }

    protected async Task<AuditCheckpoint> MakeAsync()
    {
        var made = await Checkpointer().MakeAsync(default);
        Assert.NotNull(made);
        return made;
    }

    protected async Task<AuditVerification> VerifyAsync(params string[] trustedKeys)
    {
        using var verifier = new AuditVerifier(Ed25519.Verify, trustedKeys);
        await foreach (var item in Storage.AuditReader.ReadAsync(AuditSelection.All, default))
        {
            verifier.Add(item);
        }

        return verifier.Finish();
    }

    private AuditCheckpointer Checkpointer() => new(Storage.Checkpoints, Keys, new RecordedAuditTelemetry(), new AuditOptions(), Time);

    private static EventDraft Told() => new(EventTopics.Errors, "audit.checkpoint", "{}");

    private static bool IsSigned(AuditCheckpoint checkpoint) => Ed25519.Verify(
        Domain.Values.SolanaAddress.Parse(checkpoint.PublicKey).ToBytes(),
        System.Text.Encoding.UTF8.GetBytes(checkpoint.Text),
        Domain.Values.TransactionSignature.Parse(checkpoint.Signature).ToBytes());
}
