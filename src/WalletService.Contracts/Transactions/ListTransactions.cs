using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>Lists a user's transactions, newest first. Route <see cref="Routes.ListTransactions"/>.</summary>
public sealed record ListTransactions
{
    public required string UserId { get; init; }

    /// <summary>Only those of this wallet.</summary>
    public string? WalletId { get; init; }

    /// <summary>Only those with one of these statuses; in JSON one text, or several in an array.</summary>
    [JsonConverter(typeof(OneOrManyConverter))]
    public IReadOnlyList<string>? Status { get; init; }

    /// <summary>Received at this time or later; RFC 3339.</summary>
    public string? From { get; init; }

    /// <summary>Received before this time; RFC 3339.</summary>
    public string? Before { get; init; }

    /// <summary>1 to 200; 50 when missing.</summary>
    public int? Limit { get; init; }

    /// <summary><c>nextCursor</c> of the page before: the id of its last transaction.</summary>
    public string? Cursor { get; init; }
}

/// <summary>One page of transactions, without their attempts and receipts.</summary>
public sealed record TransactionList
{
    public required IReadOnlyList<TransactionDetails> Transactions { get; init; }

    /// <summary>Missing on the last page.</summary>
    public string? NextCursor { get; init; }
}

/// <inheritdoc cref="ListTransactions"/>
public sealed record ListTransactionsReply : Reply<TransactionList>;
