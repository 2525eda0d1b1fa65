using WalletService.Domain.Auditing;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Auditing;

public sealed class AuditEntryTests
{
    private static readonly AuditEntry Entry = AuditEntry.Append(
        AuditEntry.Origin,
        WalletId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db07")),
        UserId.Parse("user-1"),
        new AuditDraft("key.signing", null, new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" }),
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1_234_567));

    /// <summary>Computed by Python's hashlib over the text that the documentation of ComputeHash describes.</summary>
    [Fact]
    public void The_hash_is_the_documented_one() =>
        Assert.Equal("dc590c1a5e561f5c73b6f3cd6db73f8c6f7f3ee04147feffc09e116f8423da78", Entry.Hash);

    [Fact]
    public void The_order_of_details_does_not_matter()
    {
        var other = Entry with { Details = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } };

        Assert.Equal(Entry.Hash, other.ComputeHash());
    }

    [Fact]
    public void The_time_is_kept_as_the_database_keeps_it() =>
        Assert.Equal(0, Entry.At.Ticks % TimeSpan.TicksPerMicrosecond);

    [Fact]
    public void Every_part_is_under_the_hash()
    {
        AuditEntry[] changed =
        [
            Entry with { PreviousHash = Entry.Hash },
            Entry with { At = Entry.At.AddMicroseconds(1) },
            Entry with { Action = "key.signed" },
            Entry with { WalletId = WalletId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db08")) },
            Entry with { UserId = UserId.Parse("user-2") },
            Entry with { TransactionId = TransactionId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db07")) },
            Entry with { Details = new Dictionary<string, string> { ["a"] = "1" } },
            Entry with { Details = new Dictionary<string, string> { ["a"] = "1", ["b"] = "3" } },
            Entry with { Details = new Dictionary<string, string> { ["a"] = "1b", ["1"] = "2" } },
        ];

        Assert.All(changed, entry => Assert.NotEqual(Entry.Hash, entry.ComputeHash()));
    }
}
