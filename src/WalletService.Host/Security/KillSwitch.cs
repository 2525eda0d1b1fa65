using WalletService.Domain.Errors;
using WalletService.Domain.Freezes;
using WalletService.Host.Composition;

namespace WalletService.Host.Security;

/// <summary>
/// The kill switch of this instance alone: while it is thrown, the instance signs nothing, whatever the database says. The freeze of
/// everything in the database stops all instances.
/// </summary>
public sealed class KillSwitch(ServiceOptions options)
{
    /// <summary>Looked up anew for each signature: a file needs no restart.</summary>
    public bool IsThrown => options.KillSwitch || (options.KillSwitchFile is { Length: > 0 } file && File.Exists(file));

    /// <summary>Why nothing is signed; null while the switch is not thrown.</summary>
    public WalletError? FindRefusal() => IsThrown ? WalletErrors.Frozen(FreezeScope.Everything) : null;
}
