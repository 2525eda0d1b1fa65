namespace WalletService.Kms.Google;

public enum GoogleKmsProtectionLevel
{
    Software,
    Hsm,
}
