using System.Collections.Immutable;

namespace WalletService.Simulation.Chain;

/// <summary>What the runtime makes of a transfer. Pure.</summary>
internal static class ChainRuntime
{
    /// <summary>Lamports that an account without data has to keep, or have none.</summary>
    public const ulong RentMinimum = 650_240;

    private const int UnitsOfMemo = 5_000;
    private const int UnitsOfInstruction = 150;

    public static ulong BalanceOf(this ImmutableDictionary<string, ulong> balances, string address) => balances.GetValueOrDefault(address);

    /// <summary>Null when the payer can't even pay the fee: then a leader leaves the transaction out, and it may land later.</summary>
    public static (ImmutableDictionary<string, ulong> Balances, string? Error)? Execute(
        ImmutableDictionary<string, ulong> balances, ChainTransaction transaction)
    {
        if (FindFeeError(balances, transaction) is not null)
        {
            return null;
        }

        var charged = With(balances, transaction.Source, balances.BalanceOf(transaction.Source) - transaction.Fee);
        var error = FindError(charged, transaction);
        if (error is not null)
        {
            return (charged, error);
        }

        var paid = With(charged, transaction.Source, charged.BalanceOf(transaction.Source) - transaction.Lamports);
        return (With(paid, transaction.Recipient, paid.BalanceOf(transaction.Recipient) + transaction.Lamports), null);
    }

    /// <summary>Why the fee can't be charged (agave, <c>validate_fee_payer</c>); null when it can.</summary>
    public static string? FindFeeError(ImmutableDictionary<string, ulong> balances, ChainTransaction transaction) =>
        balances.BalanceOf(transaction.Source) switch
        {
            0 => "\"AccountNotFound\"",
            var source when source < transaction.Fee => "\"InsufficientFundsForFee\"",
            var source when !IsRentRight(source - transaction.Fee) => """{"InsufficientFundsForRent":{"account_index":0}}""",
            _ => null,
        };

    /// <summary>Why the transfer itself would fail, with the fee charged already.</summary>
    private static string? FindError(ImmutableDictionary<string, ulong> balances, ChainTransaction transaction)
    {
        var source = balances.BalanceOf(transaction.Source);
        if (source < transaction.Lamports)
        {
            return $$"""{"InstructionError":[{{transaction.TransferIndex}},{"Custom":1}]}""";
        }

        if (!IsRentRight(source - transaction.Lamports))
        {
            return """{"InsufficientFundsForRent":{"account_index":0}}""";
        }

        return IsRentRight(balances.BalanceOf(transaction.Recipient) + transaction.Lamports)
            ? null
            : """{"InsufficientFundsForRent":{"account_index":1}}""";
    }

    public static int UnitsConsumed(ChainTransaction transaction) =>
        (UnitsOfInstruction * (transaction.TransferIndex + 1)) + (transaction.HasMemo ? UnitsOfMemo : 0);

    private static bool IsRentRight(ulong balance) => balance is 0 or >= RentMinimum;

    private static ImmutableDictionary<string, ulong> With(ImmutableDictionary<string, ulong> balances, string address, ulong lamports) =>
        lamports == 0 ? balances.Remove(address) : balances.SetItem(address, lamports);
}
