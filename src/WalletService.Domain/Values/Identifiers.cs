using System.Diagnostics.CodeAnalysis;

namespace WalletService.Domain.Values;

/// <summary>A wallet's id: a UUID of version 7, in lower case with hyphens.</summary>
public sealed record WalletId
{
    private WalletId(Guid value) => Value = value;

    public Guid Value { get; }

    public static WalletId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static WalletId From(Guid value) => new(value);

    public static bool TryParse(string? text, [NotNullWhen(true)] out WalletId? id)
    {
        id = Guid.TryParseExact(text, "D", out var value) ? new WalletId(value) : null;
        return id is not null;
    }

    public override string ToString() => Value.ToString("D");
}

/// <summary>A transfer's id: a UUID of version 7, in lower case with hyphens.</summary>
public sealed record TransactionId
{
    private TransactionId(Guid value) => Value = value;

    public Guid Value { get; }

    public static TransactionId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static TransactionId From(Guid value) => new(value);

    public static bool TryParse(string? text, [NotNullWhen(true)] out TransactionId? id)
    {
        id = Guid.TryParseExact(text, "D", out var value) ? new TransactionId(value) : null;
        return id is not null;
    }

    public override string ToString() => Value.ToString("D");
}

/// <summary>A batch's id: a UUID of version 7, in lower case with hyphens.</summary>
public sealed record BatchId
{
    private BatchId(Guid value) => Value = value;

    public Guid Value { get; }

    public static BatchId New(TimeProvider time) => new(Guid.CreateVersion7(time.GetUtcNow()));

    public static BatchId From(Guid value) => new(value);

    public static bool TryParse(string? text, [NotNullWhen(true)] out BatchId? id)
    {
        id = Guid.TryParseExact(text, "D", out var value) ? new BatchId(value) : null;
        return id is not null;
    }

    public override string ToString() => Value.ToString("D");
}

/// <summary>The id that the calling service gives its user: 1 to 128 characters, no control characters, not interpreted.</summary>
public sealed record UserId
{
    public const int MaximumLength = 128;

    private UserId(string value) => Value = value;

    public string Value { get; }

    public static UserId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"A user id has 1 to {MaximumLength} characters.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out UserId? id)
    {
        id = BoundedText.IsValid(text, MaximumLength) ? new UserId(text) : null;
        return id is not null;
    }

    public override string ToString() => Value;
}

/// <summary>The name that a user gives a wallet: 1 to 64 characters after trimming, no control characters.</summary>
public sealed record WalletLabel
{
    public const int MaximumLength = 64;

    private readonly string? text;
    private readonly Func<Exception>? obstacle;

    private WalletLabel(string? text, Func<Exception>? obstacle) => (this.text, this.obstacle) = (text, obstacle);

    /// <summary>The label; of one that can't be read now, the exception that says why.</summary>
    public string Value => text ?? throw obstacle!();

    /// <summary>False when the store has the label and can't decrypt it now. Whoever only moves money does not ask.</summary>
    public bool IsReadable => text is not null;

    /// <summary>Stands for a label that the store can't decrypt.</summary>
    /// <param name="obstacle">What reading it throws.</param>
    public static WalletLabel Unreadable(Func<Exception> obstacle) => new(text: null, obstacle);

    public static WalletLabel Parse(string text) =>
        TryParse(text, out var label) ? label : throw new FormatException($"A label has 1 to {MaximumLength} characters.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out WalletLabel? label)
    {
        var trimmed = text?.Trim();
        label = BoundedText.IsValid(trimmed, MaximumLength) ? new WalletLabel(trimmed, obstacle: null) : null;
        return label is not null;
    }

    public override string ToString() => text ?? "(unreadable)";
}

/// <summary>
/// What makes a request recognisable when it comes again: unique per user, 1 to 200 characters. It is the caller's
/// <c>requestId</c> or, when that is missing, taken from the message.
/// </summary>
public sealed record IdempotencyKey
{
    public const int MaximumLength = 200;

    /// <summary>How the keys of a batch's transfers begin.</summary>
    public const string BatchPrefix = "batch:";

    /// <summary>How the keys of transfers begin that move funds from a wallet's retired address to its current one.</summary>
    public const string SweepPrefix = "sweep:";

    /// <summary>Keys that begin so are the service's own: no request may bring one.</summary>
    public static IReadOnlyList<string> ReservedPrefixes { get; } = [BatchPrefix, SweepPrefix];

    private IdempotencyKey(string value) => Value = value;

    public string Value { get; }

    public static IdempotencyKey Parse(string text) =>
        TryParse(text, out var key) ? key : throw new FormatException($"An idempotency key has 1 to {MaximumLength} characters.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out IdempotencyKey? key)
    {
        key = BoundedText.IsValid(text, MaximumLength) ? new IdempotencyKey(text) : null;
        return key is not null;
    }

    public override string ToString() => Value;
}

internal static class BoundedText
{
    public static bool IsValid([NotNullWhen(true)] string? text, int maximumLength) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= maximumLength && !text.Any(char.IsControl);
}
