using WalletService.Domain.Auditing;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Domain.Tests.Auditing;

/// <summary>Whatever is done to a log shows, at the place where it was done.</summary>
public sealed class AuditVerifierTests
{
    private static readonly WalletId[] Wallets =
    [
        WalletId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db07")),
        WalletId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db08")),
    ];

    private static readonly List<AuditItem> Log = Make();

    [Fact]
    public void A_log_that_nobody_touched_is_intact()
    {
        var verification = Verify(Log);

        Assert.True(verification.IsIntact);
        Assert.Equal((Log.OfType<AuditItem.Entry>().Count(), 3), (verification.Entries, verification.Chains));
    }

    [Fact]
    public void Every_flipped_bit_of_every_entry_is_found_at_that_entry()
    {
        var flips = 0;
        foreach (var index in Entries())
        {
            foreach (var changed in Flips(((AuditItem.Entry)Log[index]).Stored))
            {
                flips++;
                var verification = Verify([.. Log.Take(index), new AuditItem.Entry(changed), .. Log.Skip(index + 1)]);

                Assert.Contains(verification.Problems, problem => problem.Entry == changed);
            }
        }

        Assert.True(flips > 10_000);
    }

    [Fact]
    public void Every_flipped_bit_of_every_head_is_found()
    {
        foreach (var index in Enumerable.Range(0, Log.Count).Where(index => Log[index] is AuditItem.Head))
        {
            var head = (AuditItem.Head)Log[index];
            foreach (var hash in Flips(head.Hash))
            {
                var verification = Verify([.. Log.Take(index), head with { Hash = hash }, .. Log.Skip(index + 1)]);

                var problem = Assert.Single(verification.Problems);
                Assert.Equal((AuditProblemKind.CutOff, head.Chain), (problem.Kind, problem.Chain));
            }
        }
    }

    [Fact]
    public void Every_deleted_entry_is_found()
    {
        foreach (var index in Entries())
        {
            var verification = Verify([.. Log.Where((_, place) => place != index)]);

            var problem = Assert.Single(verification.Problems);
            Assert.True(problem.Kind is AuditProblemKind.NotLinked or AuditProblemKind.CutOff);
            Assert.Equal(((AuditItem.Entry)Log[index]).Stored.Chain, problem.Chain);
        }
    }

    [Fact]
    public void Every_two_entries_that_change_places_are_found()
    {
        foreach (var first in Entries())
        {
            foreach (var second in Entries().Where(second => second > first && SameChain(first, second)))
            {
                var moved = Log.ToArray();
                (moved[first], moved[second]) = (moved[second], moved[first]);

                var problem = Assert.Single(Verify(moved).Problems);
                Assert.Equal(AuditProblemKind.NotLinked, problem.Kind);
                Assert.Equal(((AuditItem.Entry)Log[second]).Stored, problem.Entry);
            }
        }
    }

    [Fact]
    public void Every_cut_of_the_end_is_found()
    {
        foreach (var chain in Log.OfType<AuditItem.Head>().Select(head => head.Chain))
        {
            var length = Log.Count(item => item is AuditItem.Entry entry && entry.Stored.Chain == chain);
            for (var kept = 0; kept < length; kept++)
            {
                var left = kept;
                var cut = Log.Where(item => item is not AuditItem.Entry entry || entry.Stored.Chain != chain || left-- > 0);

                var problem = Assert.Single(Verify([.. cut]).Problems);
                Assert.Equal((AuditProblemKind.CutOff, chain, (long)kept + 1), (problem.Kind, problem.Chain, problem.Position));
            }
        }
    }

    [Fact]
    public void A_repeated_entry_is_found()
    {
        foreach (var index in Entries())
        {
            Assert.False(Verify([.. Log.Take(index + 1), Log[index], .. Log.Skip(index + 1)]).IsIntact);
        }
    }

    [Fact]
    public void A_chain_without_its_wallet_is_found()
    {
        var wallet = Wallets[0].ToString();

        var problem = Assert.Single(Verify([.. Log.Where(item => item is not AuditItem.Head head || head.Chain != wallet)]).Problems);

        Assert.Equal((AuditProblemKind.WithoutHead, wallet), (problem.Kind, problem.Chain));
    }

    [Fact]
    public void A_part_of_the_log_may_begin_anywhere_and_must_hang_together()
    {
        var part = Log.Where(item => item is AuditItem.Entry).Skip(1).Take(3).ToArray();

        Assert.True(Verify(part, isWhole: false).IsIntact);
        Assert.False(Verify([part[0], part[2]], isWhole: false).IsIntact);
        Assert.False(Verify(part).IsIntact);
    }

    private static AuditVerification Verify(IEnumerable<AuditItem> items, bool isWhole = true)
    {
        using var verifier = new AuditVerifier(Ed25519.Verify, isWhole: isWhole);
        foreach (var item in items)
        {
            verifier.Add(item);
        }

        return verifier.Finish();
    }

    private static IEnumerable<int> Entries() => Enumerable.Range(0, Log.Count).Where(index => Log[index] is AuditItem.Entry);

    private static bool SameChain(int first, int second) =>
        ((AuditItem.Entry)Log[first]).Stored.Chain == ((AuditItem.Entry)Log[second]).Stored.Chain;

    private static IEnumerable<StoredAuditEntry> Flips(StoredAuditEntry entry) =>
    [
        .. Flips(entry.Time).Select(text => entry with { Time = text }),
        .. Flips(entry.Action).Select(text => entry with { Action = text }),
        .. Flips(entry.WalletId ?? string.Empty).Select(text => entry with { WalletId = text }),
        .. Flips(entry.UserId ?? string.Empty).Select(text => entry with { UserId = text }),
        .. Flips(entry.TransactionId ?? string.Empty).Select(text => entry with { TransactionId = text }),
        .. Flips(entry.PreviousHash).Select(text => entry with { PreviousHash = text }),
        .. Flips(entry.Hash).Select(text => entry with { Hash = text }),
        .. entry.Details!.SelectMany(detail =>
            Flips(detail.Key).Select(name => With(entry, detail.Key, name, detail.Value))
                .Concat(Flips(detail.Value).Select(value => With(entry, detail.Key, detail.Key, value)))),
    ];

    /// <summary>The text with each single bit of it flipped. All texts here are ASCII, of seven bits.</summary>
    private static IEnumerable<string> Flips(string text) =>
        from place in Enumerable.Range(0, text.Length)
        from bit in Enumerable.Range(0, 7)
        select $"{text[..place]}{(char)(text[place] ^ (1 << bit))}{text[(place + 1)..]}";

    private static StoredAuditEntry With(StoredAuditEntry entry, string before, string name, string value)
    {
        var details = new Dictionary<string, string>(entry.Details!, StringComparer.Ordinal);
        details.Remove(before);
        details[name] = value;
        return entry with { Details = details };
    }

    private static List<AuditItem> Make()
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var items = new List<AuditItem>();
        foreach (var wallet in Wallets.Prepend(null))
        {
            var head = AuditEntry.Origin;
            for (var number = 1; number <= 4; number++)
            {
                at = at.AddMilliseconds(number);
                var draft = new AuditDraft(
                    $"test.{number}",
                    number % 2 == 0 ? TransactionId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db09")) : null,
                    new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = $"{number}", ["what"] = "rent" });
                var entry = wallet is null
                    ? AuditEntry.AppendToService(head, draft, at)
                    : AuditEntry.Append(head, wallet, UserId.Parse("user-1"), draft, at);
                items.Add(new AuditItem.Entry(StoredAuditEntry.Of(entry)));
                head = entry.Hash;
            }

            items.Add(new AuditItem.Head(wallet?.ToString() ?? AuditChains.Service, head));
        }

        return items;
    }
}
