using System.Globalization;
using WalletService.Domain.Features;
using WalletService.Domain.Freezes;
using WalletService.Domain.Values;

namespace WalletService.Domain.Errors;

/// <summary>Every refusal of the service. <c>docs/error-codes.md</c> gives each code with its exact condition and precedence.</summary>
public static class WalletErrors
{
    public static WalletError ValidationFailed(string field, string message) =>
        new("VALIDATION_FAILED", $"{field}: {message}", Retryable: false) { Details = Of(("field", field)) };

    public static WalletError UnsupportedVersion(int supported) => new(
        "UNSUPPORTED_VERSION",
        $"The header schema-version names a version that the service does not speak. It speaks version {supported}.",
        Retryable: false);

    public static WalletError UnknownRoute(string route) =>
        new("UNKNOWN_ROUTE", "The service has no such route. docs/api.md lists the routes.", Retryable: false)
        {
            Details = Of(("route", route.Length <= 128 ? route : route[..128])),
        };

    /// <param name="message">What is wrong with the caller.</param>
    /// <param name="reason">Short and constant: one of <see cref="Callers.CallerRefusals"/>.</param>
    public static WalletError UnauthorizedCaller(string message, string reason) =>
        new("UNAUTHORIZED_CALLER", $"{message} Nothing was done.", Retryable: false) { Details = Of(("reason", reason)) };

    /// <summary>An operator has switched off what the request needs.</summary>
    public static WalletError FeatureDisabled(Feature feature) => new(
        "FEATURE_DISABLED",
        "The operator of the service has switched this off for now. Nothing was done; what was accepted before is finished.",
        Retryable: false)
    {
        Details = Of(("feature", FeatureNames.Of(feature))),
    };

    /// <summary>The same answer for a wallet that does not exist and for somebody else's: it must not tell which.</summary>
    public static WalletError WalletNotFound() =>
        new("WALLET_NOT_FOUND", "The user has no wallet with this walletId. Check userId and walletId.", Retryable: false);

    /// <summary>The same answer for a transfer that does not exist and for somebody else's.</summary>
    public static WalletError TransactionNotFound() => new(
        "TRANSACTION_NOT_FOUND",
        "The user has no transaction with this transactionId or requestId. A request that was not answered may not have arrived: send it "
        + "again with the same requestId.",
        Retryable: false);

    /// <summary>The same answer for a batch that does not exist and for somebody else's.</summary>
    public static WalletError BatchNotFound() => new(
        "TRANSACTION_NOT_FOUND",
        "The user has no batch with this batchId or requestId. A request that was not answered may not have arrived: send it again with "
        + "the same requestId.",
        Retryable: false);

    /// <summary>The end of a transfer that its user has called off.</summary>
    public static WalletError Cancelled() => new(
        "TRANSACTION_CANCELLED", "The transaction was cancelled by a request before it could execute. No funds moved.", Retryable: false);

    public static WalletError NotCancellable(string status) => new(
        "TRANSACTION_NOT_CANCELLABLE",
        $"The transaction is {status}: it was signed and may execute, or has ended. wallet.transaction.get tells what becomes of it.",
        Retryable: false)
    {
        Details = Of(("status", status)),
    };

    /// <summary>The wallet's owner has it frozen.</summary>
    public static WalletError WalletFrozen() =>
        new("WALLET_FROZEN", "The wallet is frozen and signs nothing. Ask the operator of the service.", Retryable: false)
        {
            Details = Of(("scope", FreezeTarget.NameOf(FreezeScope.Wallet))),
        };

    public static WalletError WalletArchived() =>
        new("WALLET_FROZEN", "The wallet is archived and signs nothing. Take it out of the archive first.", Retryable: false)
        {
            Details = Of(("scope", FreezeTarget.NameOf(FreezeScope.Wallet))),
        };

    /// <summary>An administrator has frozen it. Whom it is about is the caller's own, so that nothing is told that it does not know.</summary>
    public static WalletError Frozen(FreezeScope scope) => new(
        "WALLET_FROZEN",
        scope switch
        {
            FreezeScope.Everything => "The service signs nothing at present.",
            FreezeScope.User => "The user is frozen, and nothing is signed with the user's wallets.",
            FreezeScope.Caller => "The calling service is frozen, and nothing is signed for it.",
            FreezeScope.Mint => "The token is frozen in this service, and nothing is signed that pays in it.",
            FreezeScope.Wallet => "The wallet is frozen and signs nothing.",
        } + " Ask the operator of the service.",
        Retryable: false)
    {
        Details = Of(("scope", FreezeTarget.NameOf(scope))),
    };

    /// <summary>The user's address book has no such name.</summary>
    public static WalletError AddressNotFound(string name) => new(
        "ADDRESS_NOT_FOUND", $"The user's address book has no name {name}. wallet.management.addresses.list has those that it has.", Retryable: false)
    {
        Details = Of(("name", name)),
    };

    /// <summary>The address book can't take the address.</summary>
    /// <param name="reason"><c>nameTaken</c> or <c>full</c>.</param>
    public static WalletError AddressConflict(string reason, string message) =>
        new("ADDRESS_CONFLICT", message, Retryable: false) { Details = Of(("reason", reason)) };

    /// <summary>The wallet's present state does not allow what is asked.</summary>
    /// <param name="reason">Short and constant: <c>active</c>, <c>frozen</c>, <c>archived</c> or <c>openTransactions</c>.</param>
    public static WalletError WalletStateConflict(string reason, string message) =>
        new("WALLET_STATE_CONFLICT", message, Retryable: false) { Details = Of(("reason", reason)) };

    public static WalletError IdempotencyConflict() => new(
        "IDEMPOTENCY_CONFLICT",
        "This requestId was used before with other content. Send a new requestId for a new request, or the same content again.",
        Retryable: false);

    public static WalletError InvalidRecipient(string message) => new("INVALID_RECIPIENT", message, Retryable: false);

    public static WalletError InsufficientFunds(string message, Lamports available, Lamports required) =>
        new("INSUFFICIENT_FUNDS", message, Retryable: false)
        {
            Details = Of(("availableLamports", available.ToString()), ("requiredLamports", required.ToString())),
        };

    /// <param name="message">What was asked for and what there is.</param>
    /// <param name="available">Base units of the token.</param>
    /// <param name="required">Base units of the token.</param>
    public static WalletError InsufficientTokens(string message, ulong available, ulong required) =>
        new("INSUFFICIENT_FUNDS", message, Retryable: false)
        {
            Details = Of(
                ("availableTokens", available.ToString(CultureInfo.InvariantCulture)),
                ("requiredTokens", required.ToString(CultureInfo.InvariantCulture))),
        };

    /// <summary>The operator's policy keeps the service from handling the token.</summary>
    public static WalletError MintDenied(string message, string extension, string mint) =>
        new("POLICY_DENIED", message, Retryable: false) { Details = Of(("extension", extension), ("mint", mint)) };

    /// <summary>A recipient's token account costs more than may be spent on it.</summary>
    public static WalletError RentDenied(string message, Lamports rent) =>
        new("POLICY_DENIED", message, Retryable: false) { Details = Of(("rentLamports", rent.ToString())) };

    /// <summary>The token's issuer keeps it from moving.</summary>
    public static WalletError TokenRestricted(string message, string reason, bool retryable) =>
        new("TOKEN_RESTRICTED", message, retryable) { Details = Of(("reason", reason)) };

    public static WalletError SigningFailed(string message) => new("SIGNING_FAILED", message, Retryable: false);

    /// <param name="message">For the caller.</param>
    /// <param name="chainError">As the node's JSON.</param>
    /// <param name="logs">What the programs logged, a line each.</param>
    public static WalletError SubmissionFailed(string message, string? chainError, string? logs = null) =>
        new("SUBMISSION_FAILED", message, Retryable: true) { Details = Of(("chainError", chainError), ("chainLogs", logs)) };

    /// <param name="chainError">As the node's JSON.</param>
    /// <param name="logs">What the programs logged, a line each.</param>
    public static WalletError TransactionFailed(string chainError, string? logs) => new(
        "TRANSACTION_FAILED",
        $"The transaction was executed and failed, and only its fee was paid: {chainError}. No funds moved; a new request may be sent.",
        Retryable: false)
    {
        Details = Of(("chainError", chainError), ("chainLogs", logs)),
    };

    public static WalletError TransactionExpired() => new(
        "TRANSACTION_EXPIRED",
        "The transaction was not executed before its blockhash expired and never can be. No funds moved; send a new request.",
        Retryable: true);

    /// <summary>A caller's transaction whose blockhash the cluster does not take: nothing was signed.</summary>
    public static WalletError BlockhashExpired() => new(
        "TRANSACTION_EXPIRED",
        "The cluster does not know the transaction's blockhash, or no longer takes it, so nothing was signed. Build the transaction with a "
        + "fresh blockhash and send it under a new requestId.",
        Retryable: false);

    /// <param name="retryAfter">When the same request may be sent again.</param>
    /// <param name="scope">Whose limit was reached: <c>user</c>, <c>caller</c> or <c>route</c>.</param>
    public static WalletError RateLimited(TimeSpan retryAfter, string scope) =>
        new("RATE_LIMITED", "Too many requests. Wait for retryAfterMs and send the request again.", Retryable: true)
        {
            Details = Of(("retryAfterMs", ((long)Math.Ceiling(retryAfter.TotalMilliseconds)).ToString(CultureInfo.InvariantCulture)), ("scope", scope)),
        };

    public static WalletError DependencyUnavailable(string dependency) => new(
        "DEPENDENCY_UNAVAILABLE",
        $"The service cannot reach {dependency} now, and nothing was done. Send the same request again later.",
        Retryable: true)
    {
        Details = Of(("dependency", dependency)),
    };

    /// <summary>A transfer that ended because its deadline passed before it was signed: the same request gives this answer for ever.</summary>
    public static WalletError NotSignedInTime(string dependency) => new(
        "DEPENDENCY_UNAVAILABLE",
        $"The service could not reach {dependency} in time, so the transfer was rejected before it was signed. No funds moved; send a new "
        + "request with a new requestId.",
        Retryable: true)
    {
        Details = Of(("dependency", dependency)),
    };

    /// <summary>A call got no answer, and looking it up failed as well.</summary>
    public static WalletError OutcomeUnknown(string dependency) => new(
        "DEPENDENCY_UNAVAILABLE",
        $"The service lost {dependency} in the middle of the request, which may or may not have been taken. Send the same request "
        + "with the same requestId again: it never takes effect twice.",
        Retryable: true)
    {
        Details = Of(("dependency", dependency)),
    };

    public static WalletError Internal() => new(
        "INTERNAL",
        "The service failed unexpectedly. The same requestId may be sent again; it never takes effect twice.",
        Retryable: true);

    private static Dictionary<string, string> Of(params ReadOnlySpan<(string Name, string? Value)> details)
    {
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in details)
        {
            if (value is not null)
            {
                result.Add(name, value);
            }
        }

        return result;
    }
}
