namespace WalletService.Kms.Google;

public enum GoogleKmsCredentials
{
    /// <summary>Application Default Credentials: workload identity, or the file that GOOGLE_APPLICATION_CREDENTIALS names.</summary>
    ApplicationDefault,

    /// <summary>No credentials: for an emulator on loopback only.</summary>
    None,
}
