namespace WalletService.Postgres.Records;

/// <summary>Npgsql reads timestamptz as <see cref="DateTime"/> of kind UTC, in whole microseconds.</summary>
internal static class StoredTime
{
    public static DateTimeOffset AsUtc(this DateTime time) => new(time, TimeSpan.Zero);

    public static DateTimeOffset? AsUtc(this DateTime? time) => time?.AsUtc();
}
