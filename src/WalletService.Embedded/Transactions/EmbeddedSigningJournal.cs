using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Transactions;

internal sealed class EmbeddedSigningJournal(EmbeddedDatabase database) : ISigningJournal
{
    public Task<SigningPermit> BeginAsync(SigningRequest request, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Begin(request));
        }
    }

    public Task CompleteAsync(SigningRequest request, TransactionSignature signature, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            database.Record(database.Wallets[request.WalletId.Value], AuditDrafts.SignCompleted(request, signature));
            return Task.CompletedTask;
        }
    }

    private SigningPermit Begin(SigningRequest request)
    {
        var key = (request.UserId.Value, request.IdempotencyKey.Value);
        if (database.Requests.TryGetValue(key, out var earlier) && !earlier.IsSame(StoredRequest.Sign, request.Fingerprint))
        {
            return SigningPermit.Conflict;
        }

        var wallet = database.Wallets[request.WalletId.Value];
        if (wallet.Wallet!.Status != WalletStatus.Open)
        {
            return SigningPermit.WalletMayNotSign;
        }

        database.Requests.TryAdd(key, new StoredRequest(StoredRequest.Sign, request.Fingerprint, request.WalletId.Value));
        database.Record(wallet, AuditDrafts.SignRequested(request));
        return SigningPermit.Granted;
    }
}
