using WalletService.Domain.Errors;

namespace WalletService.Domain.Ports;

/// <summary>Whether something may be signed, as the store has decided and recorded in one database transaction.</summary>
public abstract record SigningVerdict
{
    private SigningVerdict()
    {
    }

    /// <summary>The vault may be asked for this signature. It leaves the service only after another look at what is frozen.</summary>
    public sealed record Granted : SigningVerdict;

    /// <summary>Another instance has taken the transfer over, or it has moved on: nothing was recorded.</summary>
    public sealed record TooLate : SigningVerdict;

    /// <summary>The idempotency key was used before with other content: nothing was recorded.</summary>
    public sealed record Conflict : SigningVerdict;

    /// <summary>It may not be signed: something that it concerns is frozen, or a policy refuses it. Nothing was recorded.</summary>
    public sealed record Refused(WalletError Error) : SigningVerdict;
}
