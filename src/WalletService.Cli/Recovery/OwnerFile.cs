using WalletService.Cli.Batches;
using WalletService.Domain.Keys;
using WalletService.Domain.Values;

namespace WalletService.Cli.Recovery;

/// <summary>
/// Whose wallets are whose, as comma-separated values kept outside of the database: <c>walletId,userId,label,active,address</c>. The
/// last two may be missing.
/// </summary>
internal static class OwnerFile
{
    public const string Header = "walletId,userId,label,active,address";

    public static string WriteLine(WalletOwner owner) => CsvText.WriteLine(
        owner.WalletId.ToString(), owner.UserId.Value, owner.Label.Value, owner.IsActive ? "true" : "false", owner.Address?.Value);

    /// <exception cref="InvalidDataException">A line is not as it should be; the message names it.</exception>
    public static async Task<IReadOnlyDictionary<WalletId, WalletOwner>> ReadAsync(TextReader reader, CancellationToken cancellationToken)
    {
        var owners = new Dictionary<WalletId, WalletOwner>();
        var number = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            number++;
            var isHeader = number == 1 && line.StartsWith("walletId", StringComparison.OrdinalIgnoreCase);
            if (isHeader || string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var owner = Read(line) ?? throw new InvalidDataException($"Line {number} is not {Header}.");
            if (!owners.TryAdd(owner.WalletId, owner))
            {
                throw new InvalidDataException($"Line {number} names wallet {owner.WalletId} again.");
            }
        }

        return owners;
    }

    private static WalletOwner? Read(string line)
    {
        if (CsvText.ReadLine(line) is not { Count: >= 3 and <= 5 } fields
            || !WalletId.TryParse(fields[0], out var walletId)
            || !UserId.TryParse(fields[1], out var userId)
            || !WalletLabel.TryParse(fields[2], out var label))
        {
            return null;
        }

        SolanaAddress? address = null;
        var isAddress = fields.Count < 5 || fields[4].Length == 0 || SolanaAddress.TryParse(fields[4], out address);
        return isAddress ? new WalletOwner(walletId, userId, label, fields.Count > 3 && fields[3] == "true", address) : null;
    }
}
