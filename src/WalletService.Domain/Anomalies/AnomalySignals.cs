namespace WalletService.Domain.Anomalies;

/// <summary>The names of what is unusual, as policies, events and metrics spell them.</summary>
public static class AnomalySignals
{
    /// <summary>Far more of an asset than the wallet usually pays.</summary>
    public const string UnusualAmount = "unusualAmount";

    /// <summary>The user has never paid this recipient.</summary>
    public const string FirstPaymentToRecipient = "firstPaymentToRecipient";

    /// <summary>Many transfers of the wallet within a short time.</summary>
    public const string Burst = "burst";

    /// <summary>
    /// The recipient begins and ends like an address that the user has paid or has in the address book, and is another one (address
    /// poisoning).
    /// </summary>
    public const string LookAlikeAddress = "lookAlikeAddress";

    public static IReadOnlyList<string> All { get; } = [UnusualAmount, FirstPaymentToRecipient, Burst, LookAlikeAddress];
}
