namespace WalletService.Domain.Ports;

/// <summary>
/// A wallet's key can't be used until an operator acts: disabled, destroyed, of the wrong purpose, algorithm or protection
/// level, or not permitted to this service.
/// </summary>
public sealed class KeyUnusableException : Exception
{
    /// <summary>The reason when the key's name is not one that the vault gave for the wallet.</summary>
    public const string WrongWallet = "wrong_wallet";

    /// <summary>The reason when the public key behind the name is not the stored address.</summary>
    public const string WrongKey = "wrong_key";

    public KeyUnusableException(string reason, string message, Exception? innerException = null)
        : base(message, innerException) => Reason = reason;

    /// <summary>A stable word for logs and metrics, e.g. <c>disabled</c>, <c>wrong_algorithm</c>, <c>permission_denied</c>.</summary>
    public string Reason { get; }

    /// <summary>The stored record of the key is not what the vault knows: somebody may have altered it. Nothing was signed.</summary>
    public bool IsMismatch => Reason is WrongWallet or WrongKey;
}
