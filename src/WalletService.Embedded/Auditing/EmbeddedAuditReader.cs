using System.Runtime.CompilerServices;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Auditing;

internal sealed class EmbeddedAuditReader(EmbeddedDatabase database) : IAuditReader
{
    public async IAsyncEnumerable<AuditItem> ReadAsync(
        AuditSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in database.ReadAuditItems(selection))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return await Task.FromResult(item);
        }
    }
}
