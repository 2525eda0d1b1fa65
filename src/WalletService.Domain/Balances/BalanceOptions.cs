using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Balances;

/// <summary>How balances are read. Section <c>Balances</c>.</summary>
public sealed class BalanceOptions
{
    /// <summary>How long a balance that was read is answered again. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a wallet's tokens that were read are answered again. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan TokensTimeToLive { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long other instances leave the read of a balance or of tokens to the one that began it. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ReadLease { get; set; } = TimeSpan.FromSeconds(2);
}
