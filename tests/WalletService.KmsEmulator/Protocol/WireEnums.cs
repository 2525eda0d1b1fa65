namespace WalletService.KmsEmulator.Protocol;

// Members bear the names that go over the wire, with the numbers of google/cloud/kms/v1/resources.proto;
// clients may send and ask for either.

public enum CryptoKeyPurpose
{
    CRYPTO_KEY_PURPOSE_UNSPECIFIED = 0,
    ENCRYPT_DECRYPT = 1,
    ASYMMETRIC_SIGN = 5,
    ASYMMETRIC_DECRYPT = 6,
    RAW_ENCRYPT_DECRYPT = 7,
    MAC = 9,
}

public enum CryptoKeyVersionAlgorithm
{
    CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED = 0,
    GOOGLE_SYMMETRIC_ENCRYPTION = 1,
    EC_SIGN_P256_SHA256 = 12,
    EC_SIGN_ED25519 = 40,
}

public enum ProtectionLevel
{
    PROTECTION_LEVEL_UNSPECIFIED = 0,
    SOFTWARE = 1,
    HSM = 2,
    EXTERNAL = 3,
    EXTERNAL_VPC = 4,
}

public enum CryptoKeyVersionState
{
    CRYPTO_KEY_VERSION_STATE_UNSPECIFIED = 0,
    ENABLED = 1,
    DISABLED = 2,
    DESTROYED = 3,
    DESTROY_SCHEDULED = 4,
    PENDING_GENERATION = 5,
}

public enum PublicKeyFormat
{
    PUBLIC_KEY_FORMAT_UNSPECIFIED = 0,
    PEM = 1,
    DER = 2,
}
