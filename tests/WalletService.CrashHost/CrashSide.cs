namespace WalletService.CrashHost;

/// <summary>On which side of a step the process is killed.</summary>
public enum CrashSide
{
    /// <summary>The step was not begun.</summary>
    Before,

    /// <summary>The step is done, and nothing has followed from it yet.</summary>
    After,
}
