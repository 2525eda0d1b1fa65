namespace WalletService.TestKit.Servers;

/// <summary>Signals a child process can be sent, with their numbers on Linux.</summary>
public enum ProcessSignal
{
    /// <summary>SIGINT: PostgreSQL's "fast" stop.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL: what a crash looks like.</summary>
    Kill = 9,

    /// <summary>SIGTERM: the ordinary request to stop.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: go on after <see cref="Stop"/>.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: hang, with every connection left open.</summary>
    Stop = 19,
}
