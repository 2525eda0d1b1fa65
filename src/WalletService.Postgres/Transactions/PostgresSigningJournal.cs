using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Transactions.Changes;

namespace WalletService.Postgres.Transactions;

/// <summary>The signing journal in the audit log. Its entries are written in common transactions with the changes of transfers.</summary>
internal sealed class PostgresSigningJournal(ChangeWriter changes) : ISigningJournal
{
    public Task<SigningVerdict> BeginAsync(SigningRequest request, CancellationToken cancellationToken) =>
        changes.WriteAsync(new RequestSignature(request), cancellationToken);

    public Task<SigningVerdict> CompleteAsync(SigningRequest request, TransactionSignature signature, CancellationToken cancellationToken) =>
        changes.WriteAsync(new RecordSignature(request, signature), cancellationToken);
}
