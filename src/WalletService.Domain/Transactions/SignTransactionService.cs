using System.Security.Cryptography;
using WalletService.Domain.Errors;
using WalletService.Domain.Inspection;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Signs a caller's transaction with the wallet's key. It is not sent, and no byte of it but the wallet's slot is changed.</summary>
public sealed class SignTransactionService(
    IWalletStore wallets,
    ISigningJournal journal,
    IWalletKeys keys,
    ITransactionInspector inspector,
    CallerInspector content,
    RequestScreening screening,
    TimeProvider time)
{
    public async Task<Result<SignedTransaction>> SignAsync(
        CallerId caller,
        UserId userId,
        WalletId walletId,
        CallerRequest asked,
        IdempotencyKey idempotencyKey,
        CancellationToken cancellationToken)
    {
        if (!inspector.TryInspect(asked.WireTransaction, out var transaction, out var reason))
        {
            return WalletErrors.ValidationFailed("transaction", reason);
        }

        if (await wallets.FindAsync(userId, walletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        if (!transaction.RequiredSigners.Contains(wallet.Address))
        {
            return WalletErrors.ValidationFailed(
                "transaction", $"does not require a signature of the wallet's address {wallet.Address}; nothing was signed.");
        }

        var messageHash = Convert.ToHexStringLower(SHA256.HashData(transaction.Message.Span));
        var inspection = await content.InspectAsync(
            asked.WireTransaction, wallet.Address, asked.Declared, minimumSlot: 0, alwaysSimulate: asked.Declared is not null, cancellationToken);
        if (inspection.Refusal is { } refusal)
        {
            return refusal;
        }

        var subject = SubjectOf(caller, wallet, inspection.ToFacts(isDeclared: asked.Declared is not null));
        var request = new SigningRequest(
            walletId,
            userId,
            caller,
            idempotencyKey,
            asked.FingerprintOf("sign", walletId, messageHash),
            messageHash,
            wallet.Key.KeyVersionName,
            time.GetUtcNow())
        {
            Subject = await screening.ScreenAsync(subject, wallet.Address, messageHash, transfer: null, cancellationToken),
        };

        return await journal.BeginAsync(request, cancellationToken) switch
        {
            SigningVerdict.Granted => await SignAsync(request, wallet.Key, transaction, cancellationToken),
            SigningVerdict.Refused refused => refused.Error,
            SigningVerdict.Conflict => WalletErrors.IdempotencyConflict(),
            var other => throw new InvalidOperationException($"Unknown verdict {other}."),
        };
    }

    private PolicySubject SubjectOf(CallerId caller, Wallet wallet, PolicyFacts facts) => new()
    {
        Kind = PolicyRequestKind.Sign,
        Caller = caller,
        UserId = wallet.UserId,
        WalletId = wallet.Id,
        Movements = facts.Movements ?? [],
        Programs = facts.Programs,
        Findings = facts.Findings,
        IsDeclared = facts.IsDeclared,
        At = time.GetUtcNow(),
    };

    private async Task<Result<SignedTransaction>> SignAsync(
        SigningRequest request, WalletKey key, InspectedTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            var signature = await keys.SignAsync(request.WalletId, key, transaction.Message, cancellationToken);
            var signed = inspector.AddSignature(transaction, key.Address, signature);
            var walletSignature = TransactionSignature.FromBytes(signature);
            return await journal.CompleteAsync(request, walletSignature, cancellationToken) switch
            {
                SigningVerdict.Granted => new SignedTransaction(signed.WireTransaction, walletSignature, signed.MissingSigners),

                // Frozen while the vault worked: the signature ends here.
                SigningVerdict.Refused refused => refused.Error,
                var other => throw new InvalidOperationException($"Unknown verdict {other}."),
            };
        }
        catch (KeyUnusableException exception)
        {
            return WalletErrors.SigningFailed(
                $"The wallet's key can't be used ({exception.Reason}). Nothing was signed; ask the operator of the service.");
        }
    }
}

/// <param name="Signature">The wallet's signature.</param>
/// <param name="MissingSigners">Addresses whose signatures are still missing.</param>
public sealed record SignedTransaction(
    ReadOnlyMemory<byte> WireTransaction, TransactionSignature Signature, IReadOnlyList<SolanaAddress> MissingSigners);
