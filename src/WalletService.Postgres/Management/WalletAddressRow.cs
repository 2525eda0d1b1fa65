using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed record WalletAddressRow(
    Guid WalletId, int KeyNumber, string Provider, string KeyVersion, string Address, string ProtectionLevel, string State, DateTime Since)
{
    public const string Columns =
        """
        wallet_keys.wallet_id AS WalletId, wallet_keys.version AS KeyNumber, wallet_keys.provider, wallet_keys.key_version AS KeyVersion,
        wallet_keys.address, wallet_keys.protection_level AS ProtectionLevel, wallet_keys.state, wallet_keys.since
        """;

    public WalletAddress ToAddress() => new(
        KeyNumber,
        new WalletKey(Provider, KeyVersion, SolanaAddress.Parse(Address), ProtectionLevel),
        Enum.Parse<WalletAddressState>(State, ignoreCase: true),
        Since.AsUtc());
}
