namespace WalletService.Kms.Aws;

/// <summary>A reply that can't be right, which a repetition may heal: a signature that does not verify, or none at all.</summary>
internal sealed class DamagedReplyException(string message) : Exception(message);
