using WalletService.Domain.Ports;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>Turns what went wrong inside the adapter into the exceptions of the port.</summary>
internal static class KmsErrors
{
    /// <summary>The dependency's name in health reports and exceptions.</summary>
    public const string Dependency = "kms";

    public static Exception ToPortException(KmsFailureException failure, string resource)
    {
        var message = $"Cloud KMS, {resource}: {failure.Message}";
        return failure.Kind.IsTemporary()
            ? new PortUnavailableException(Dependency, message, failure)
            : new KeyUnusableException(ReasonOf(failure), message, failure);
    }

    private static string ReasonOf(KmsFailureException failure) => (failure.Kind, failure.Reason) switch
    {
        (FailureKind.PermissionDenied, "SERVICE_DISABLED") => "service_disabled",
        (_, "ALGORITHM_NOT_SUPPORTED_FOR_PROTECTION_LEVEL") => "algorithm_not_supported",
        (FailureKind.FailedPrecondition, _) => ReasonOfState(failure.Message),
        _ => failure.Kind.ToOutcome(),
    };

    /// <summary>The message ends in "current state is: DISABLED."; a wording that changes costs only the finer reason.</summary>
    private static string ReasonOfState(string message)
    {
        if (message.Contains(WireValues.StateDestroyed, StringComparison.Ordinal)
            || message.Contains(WireValues.StateDestroyScheduled, StringComparison.Ordinal))
        {
            return "destroyed";
        }

        return message.Contains(WireValues.StateDisabled, StringComparison.Ordinal)
            ? "disabled"
            : FailureKind.FailedPrecondition.ToOutcome();
    }
}
