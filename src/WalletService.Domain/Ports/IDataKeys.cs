namespace WalletService.Domain.Ports;

/// <summary>The data keys under which names are stored, for an operator who exchanges them.</summary>
public interface IDataKeys
{
    /// <summary>
    /// Wraps every data key anew by the vault's newest key version, and encrypts what is stored in the clear or under a retired data key.
    /// It may be broken off at any point and run again; the service runs meanwhile.
    /// </summary>
    /// <param name="rotate">Whether to make a new data key first and retire those before.</param>
    /// <exception cref="PortUnavailableException">The database or the vault could not be reached; what is done is done.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses, or a data key was changed.</exception>
    Task<RewrapReport> RewrapAsync(bool rotate, CancellationToken cancellationToken);
}

/// <param name="Keys">Data keys that were wrapped anew.</param>
/// <param name="Fields">Names that were encrypted.</param>
/// <param name="Left">Names that are still in the clear or under a retired key: written meanwhile, or by an older instance.</param>
public sealed record RewrapReport(int Keys, long Fields, long Left);
