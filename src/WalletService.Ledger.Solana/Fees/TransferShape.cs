using System.Buffers;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Balances;

namespace WalletService.Ledger.Solana.Fees;

/// <summary>
/// All that the use of a transfer depends on: transfers of one shape use the same, whatever they pay and to whom. The memo program
/// writes its text into the log, so its use depends on the text; for plain printable characters on their number alone.
/// </summary>
internal sealed record TransferShape
{
    /// <summary>Printable ASCII without the quote and the backslash, which a log writes as two characters.</summary>
    private static readonly SearchValues<char> PlainCharacters = SearchValues.Create(
        [.. Enumerable.Range(' ', '~' - ' ' + 1).Select(code => (char)code).Where(character => character is not ('"' or '\\'))]);

    public required RecipientKind RecipientKind { get; init; }

    public required ulong RecipientDataLength { get; init; }

    public required bool PaysItself { get; init; }

    /// <summary>Null without a memo.</summary>
    public required int? MemoLength { get; init; }

    /// <summary>Null when the transfer is not of a common shape, or it is not known what its accounts are: simulate it by itself.</summary>
    public static TransferShape? Of(TransferOrder order, RecentAccounts accounts)
    {
        if (order is not SolTransferOrder { Parts: [var part] })
        {
            // What a payment in a token uses depends on the mint, on the accounts' extensions and on how their addresses were found.
            return null;
        }

        var source = accounts.Find(order.Source.ToKit());
        var recipient = accounts.Find(part.Recipient.ToKit());
        var isPlain = order.Memo is null || !order.Memo.AsSpan().ContainsAnyExcept(PlainCharacters);
        if (!isPlain || source?.Kind != RecipientKind.Wallet || recipient is null)
        {
            return null;
        }

        return recipient.Kind is RecipientKind.Wallet or RecipientKind.Missing or RecipientKind.ProgramOwned
            ? new TransferShape
            {
                RecipientKind = recipient.Kind,
                RecipientDataLength = recipient.DataLength,
                PaysItself = order.Source == part.Recipient,
                MemoLength = order.Memo?.Length,
            }
            : null;
    }
}
