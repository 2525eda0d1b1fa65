using WalletService.Domain.Auditing;

namespace WalletService.Postgres.Auditing;

internal sealed record CheckpointRow(
    long Number, string Time, string PreviousHash, long HeadCount, string HeadsHash, string KeyVersion, string PublicKey, string Signature)
{
    public const string Columns =
        """
        number, trim_scale(extract(epoch FROM at) * 1000000)::text AS Time, previous_hash AS PreviousHash, head_count AS HeadCount,
        heads_hash AS HeadsHash, key_version AS KeyVersion, public_key AS PublicKey, signature
        """;

    public AuditCheckpoint ToCheckpoint() => new()
    {
        Number = Number,
        Time = Time,
        PreviousHash = PreviousHash,
        HeadCount = HeadCount,
        HeadsHash = HeadsHash,
        KeyVersion = KeyVersion,
        PublicKey = PublicKey,
        Signature = Signature,
    };
}
