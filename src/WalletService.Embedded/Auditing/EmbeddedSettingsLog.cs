using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Auditing;

internal sealed class EmbeddedSettingsLog(EmbeddedDatabase database) : ISettingsLog
{
    private readonly Lock gate = new();
    private IReadOnlyDictionary<string, string> known = new Dictionary<string, string>(StringComparer.Ordinal);

    public Task<bool> RecordAsync(SettingsSnapshot settings, string instance, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (settings.DifferencesFrom(known).Count == 0)
            {
                return Task.FromResult(false);
            }

            database.RecordService(SettingsAudit.Changed(settings, known, instance));
            known = settings.Digests;
            return Task.FromResult(true);
        }
    }
}
