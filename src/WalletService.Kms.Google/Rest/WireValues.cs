namespace WalletService.Kms.Google.Rest;

/// <summary>Names that the API uses for values of its enums.</summary>
internal static class WireValues
{
    public const string PurposeAsymmetricSign = "ASYMMETRIC_SIGN";
    public const string PurposeEncryptDecrypt = "ENCRYPT_DECRYPT";
    public const string AlgorithmSymmetric = "GOOGLE_SYMMETRIC_ENCRYPTION";

    /// <summary>PureEdDSA over the data as it is sent: the only algorithm that Solana accepts.</summary>
    public const string AlgorithmEd25519 = "EC_SIGN_ED25519";

    public const string StateEnabled = "ENABLED";
    public const string StateDisabled = "DISABLED";
    public const string StateDestroyed = "DESTROYED";
    public const string StateDestroyScheduled = "DESTROY_SCHEDULED";
    public const string StatePendingGeneration = "PENDING_GENERATION";

    public static string Of(GoogleKmsProtectionLevel level) => level switch
    {
        GoogleKmsProtectionLevel.Software => "SOFTWARE",
        GoogleKmsProtectionLevel.Hsm => "HSM",
    };
}
