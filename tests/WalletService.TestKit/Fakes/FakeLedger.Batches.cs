using System.Text.Json;
using WalletService.Domain.Ports;

namespace WalletService.TestKit.Fakes;

/// <summary>Transactions of the chain in memory that pay several recipients.</summary>
public sealed partial class FakeLedger
{
    /// <summary>Most payments that a transaction of this chain holds.</summary>
    public const int MostPayments = 5;

    public bool Fits(TransferOrder order) => order switch
    {
        SolTransferOrder sol => sol.Parts.Count <= MostPayments,
        TokenTransferOrder tokens => tokens.Movement.Parts.Sum(part => part.CreatesAccount ? 2 : 1) <= MostPayments,
        _ => false,
    };

    private static string? WriteOthers(IEnumerable<OtherPayment> others) =>
        others.ToArray() is { Length: > 0 } payments ? JsonSerializer.Serialize(payments) : null;

    private static OtherPayment[] ReadOthers(FakeMessage message) =>
        message.Others is { } others ? JsonSerializer.Deserialize<OtherPayment[]>(others)! : [];

    private static ulong TotalOf(FakeMessage message) =>
        ReadOthers(message).Aggregate(message.Lamports, (sum, other) => checked(sum + other.Lamports));

    private void PayOthers(FakeMessage message)
    {
        foreach (var other in ReadOthers(message))
        {
            balances.AddOrUpdate(other.Recipient, other.Lamports, (_, old) => old + other.Lamports);
            if (message.Mint is { } mint)
            {
                var received = other.Tokens - other.Withheld;
                holdings.AddOrUpdate((other.Recipient, mint), received, (_, old) => old + received);
            }
        }
    }

    private sealed record OtherPayment(string Recipient, ulong Lamports, ulong Tokens, ulong Withheld);
}
