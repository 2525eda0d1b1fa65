using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google.Integrity;

/// <summary>Decides whether a key is the one that a wallet needs, before it is ever used.</summary>
internal static class KeyChecks
{
    /// <summary>The name of a stored key must be one that this adapter gave for the wallet, before it becomes part of a request.</summary>
    public static void CheckName(WalletId walletId, string versionName)
    {
        if (!KmsNames.IsVersionName(versionName))
        {
            throw new KeyUnusableException("wrong_name", $"'{versionName}' is no name of a key version in Cloud KMS.");
        }

        if (!KmsNames.IsVersionOf(walletId, versionName))
        {
            throw new KeyUnusableException(KeyUnusableException.WrongWallet, $"{versionName} is no key of wallet {walletId}.");
        }
    }

    /// <summary>The address of a stored key must be the public key that Cloud KMS shows for its name.</summary>
    public static void CheckAddress(WalletKey key, SolanaAddress address)
    {
        if (address != key.Address)
        {
            throw new KeyUnusableException(
                KeyUnusableException.WrongKey, $"{key.KeyVersionName} has the address {address} in place of {key.Address}.");
        }
    }

    /// <summary>A key found under the wallet's id may have been made by somebody else, or for something else.</summary>
    public static void CheckCryptoKey(CryptoKeyResource key, GoogleKmsOptions options, WalletKeyId keyId)
    {
        var name = key.Name!;
        if (key.Purpose != WireValues.PurposeAsymmetricSign)
        {
            throw new KeyUnusableException(
                "wrong_purpose", $"{name} has the purpose '{key.Purpose}' where '{WireValues.PurposeAsymmetricSign}' is needed.");
        }

        ReplyChecks.CheckAlgorithm(name, key.VersionTemplate?.Algorithm);
        ReplyChecks.CheckProtectionLevel(name, WireValues.Of(options.ProtectionLevel), key.VersionTemplate?.ProtectionLevel);
        foreach (var (label, value) in KmsCalls.Labels(options, keyId))
        {
            if (key.Labels is null || !key.Labels.TryGetValue(label, out var actual) || actual != value)
            {
                throw new KeyUnusableException("wrong_labels", $"{name} lacks the label {label}={value}.");
            }
        }
    }

    public static void CheckVersion(string name, KeyVersionResource version, GoogleKmsOptions options)
    {
        if (version.State != WireValues.StateEnabled)
        {
            var reason = version.State switch
            {
                WireValues.StateDisabled => "disabled",
                WireValues.StateDestroyed or WireValues.StateDestroyScheduled => "destroyed",
                _ => "wrong_state",
            };
            throw new KeyUnusableException(reason, $"{name} is in the state '{version.State}' where '{WireValues.StateEnabled}' is needed.");
        }

        ReplyChecks.CheckAlgorithm(name, version.Algorithm);
        ReplyChecks.CheckProtectionLevel(name, WireValues.Of(options.ProtectionLevel), version.ProtectionLevel);
    }

    /// <summary>The address of a public key whose name and checksum have been checked.</summary>
    public static SolanaAddress ReadAddress(string versionName, PublicKeyResource reply)
    {
        ReplyChecks.CheckAlgorithm(versionName, reply.Algorithm);
        return PublicKeyPem.ReadAddress(reply.Pem!)
            ?? throw new KeyUnusableException("wrong_algorithm", $"The public key of {versionName} is no Ed25519 key.");
    }
}
