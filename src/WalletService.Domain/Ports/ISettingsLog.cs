using WalletService.Domain.Auditing;

namespace WalletService.Domain.Ports;

/// <summary>Remembers with which settings the service was started last.</summary>
public interface ISettingsLog
{
    /// <summary>
    /// Writes <see cref="AuditActions.SettingsChanged"/> into the chain of the service when the settings are not those of the latest start;
    /// false when they are. Of instances that start with the same settings at once one writes the entry.
    /// </summary>
    /// <exception cref="PortUnavailableException">Nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">It may have been written; asking again does not write it twice.</exception>
    Task<bool> RecordAsync(SettingsSnapshot settings, string instance, CancellationToken cancellationToken);
}
