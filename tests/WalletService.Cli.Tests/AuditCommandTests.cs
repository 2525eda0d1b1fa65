using WalletService.Cli.Auditing;
using WalletService.Domain.Auditing;
using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Cli.Tests;

/// <summary>Exports of the audit log, written, read again and tampered with.</summary>
public sealed class AuditCommandTests : IDisposable
{
    private readonly CommandLine line = new();
    private readonly string file = Path.Combine(Path.GetTempPath(), $"audit-{Path.GetRandomFileName()}.jsonl");

    [Fact]
    public async Task An_export_is_read_as_it_was_written()
    {
        await WriteAsync(AuditSelection.All);

        Assert.Equal(ExitCodes.Success, await line.RunAsync("audit", "verify", "--file", file));
        Assert.Contains("3 entries in 2 chains; 0 broken.", line.Output, StringComparison.Ordinal);
        Assert.Contains("Newest checkpoint: 1,", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_flipped_bit_of_an_export_is_found()
    {
        await WriteAsync(AuditSelection.All);
        var right = await File.ReadAllBytesAsync(file);
        for (var place = 0; place < right.Length; place++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = right.ToArray();
                changed[place] ^= (byte)(1 << bit);

                Assert.False(await IsIntactAsync(changed), $"byte {place}, bit {bit}");
            }
        }
    }

    [Fact]
    public async Task Every_shortened_export_is_found()
    {
        await WriteAsync(AuditSelection.All);
        var right = await File.ReadAllBytesAsync(file);
        for (var length = 0; length < right.Length - 1; length++)
        {
            Assert.False(await IsIntactAsync(right[..length]), $"{length} bytes");
        }
    }

    [Fact]
    public async Task A_changed_entry_is_named_with_its_line_in_the_chain()
    {
        await WriteAsync(AuditSelection.All);
        var lines = await File.ReadAllLinesAsync(file);
        var changed = lines.Select(text => text.Replace("\"number\":\"2\"", "\"number\":\"3\"", StringComparison.Ordinal)).SkipLast(1).ToArray();
        await RewriteAsync(changed);

        Assert.Equal(ExitCodes.Refused, await line.RunAsync("audit", "verify", "--file", file));
        Assert.Contains("BROKEN service, entry 2 (test.2, 2026-01-01T00:00:02.000000Z): Its content has the hash", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_by_another_key_than_the_trusted_one_is_refused()
    {
        await WriteAsync(AuditSelection.All);

        var exitCode = await line.RunAsync("audit", "verify", "--file", file, "--checkpoint-key", "Vote111111111111111111111111111111111111111");

        Assert.Equal(ExitCodes.Refused, exitCode);
        Assert.Contains("which is not a trusted key", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_database_the_command_says_what_is_missing()
    {
        Assert.Equal(ExitCodes.Usage, await line.RunAsync("audit", "verify"));
        Assert.Contains("WALLETCTL_DATABASE", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_to_be()
    {
        line.Environment["WALLETCTL_DATABASE"] = "Host=127.0.0.1;Port=1;Username=u;Password=very-secret;Database=d";

        Assert.Equal(ExitCodes.Unavailable, await line.RunAsync("audit", "verify"));
        Assert.DoesNotContain("very-secret", line.Messages + line.Output, StringComparison.Ordinal);
    }

    public void Dispose() => File.Delete(file);

    private static async Task<bool> IsIntactAsync(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        try
        {
            return (await AuditFile.VerifyAsync(stream, isWhole => new AuditVerifier(Ed25519.Verify, isWhole: isWhole), default)).IsIntact;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private async Task WriteAsync(AuditSelection selection)
    {
        await using var stream = File.Create(file);
        await AuditFile.WriteAsync(stream, selection, Log(), default);
    }

    /// <summary>As somebody would who knows the format: with a right last line.</summary>
    private async Task RewriteAsync(string[] lines)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(lines.Select(text => text + "\n")));
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        await File.WriteAllTextAsync(
            file, $"{System.Text.Encoding.UTF8.GetString(bytes)}{{\"end\":{{\"lines\":{lines.Length},\"sha256\":\"{digest}\"}}}}\n");
    }

    private static async IAsyncEnumerable<AuditItem> Log()
    {
        await Task.Yield();
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var wallet = WalletId.From(new Guid("019b7c01-0400-7e1b-a385-582b4746db07"));
        var first = AuditEntry.AppendToService(AuditEntry.Origin, Draft(1), at.AddSeconds(1));
        var second = AuditEntry.AppendToService(first.Hash, Draft(2), at.AddSeconds(2));
        var third = AuditEntry.Append(AuditEntry.Origin, wallet, UserId.Parse("müller"), Draft(3), at.AddSeconds(3));
        AuditHead[] heads = [new(wallet.ToString(), third.Hash), new(AuditChains.Service, second.Hash)];
        var (seed, publicKey) = Ed25519.GenerateKey();
        var checkpoint = new AuditCheckpoint
        {
            Number = 1,
            Time = AuditHash.TimeOf(at),
            PreviousHash = AuditEntry.Origin,
            HeadCount = 2,
            HeadsHash = AuditHeadsHash.Of(heads),
            KeyVersion = "vault/key/1",
            PublicKey = SolanaAddress.FromBytes(publicKey).Value,
            Signature = string.Empty,
        };
        var signature = Ed25519.Sign(seed, System.Text.Encoding.UTF8.GetBytes(checkpoint.Text));
        yield return new AuditItem.Checkpoint(checkpoint with { Signature = TransactionSignature.FromBytes(signature).Value });
        yield return new AuditItem.CheckpointHead(heads[0]);
        yield return new AuditItem.CheckpointHead(heads[1]);
        yield return new AuditItem.Mark(heads[1], 1);
        yield return new AuditItem.Entry(StoredAuditEntry.Of(first));
        yield return new AuditItem.Entry(StoredAuditEntry.Of(second));
        yield return new AuditItem.Head(AuditChains.Service, second.Hash);
        yield return new AuditItem.Mark(heads[0], 1);
        yield return new AuditItem.Entry(StoredAuditEntry.Of(third));
        yield return new AuditItem.Head(wallet.ToString(), third.Hash);
    }

    private static AuditDraft Draft(int number) =>
        new($"test.{number}", null, new Dictionary<string, string>(StringComparer.Ordinal) { ["number"] = $"{number}" });
}
