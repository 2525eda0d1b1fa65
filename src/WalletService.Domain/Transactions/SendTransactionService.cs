using System.Security.Cryptography;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Takes a transaction that the caller has built, to be signed with the wallet's key and sent: commits the intent and hands it to the
/// tracker. It takes effect at most once, by its own blockhash, and is never replaced by another.
/// </summary>
public sealed class SendTransactionService(
    IWalletStore wallets, TransferIntake intake, ITransactionInspector inspector, TransferOptions options, TimeProvider time)
{
    /// <summary>Commits the transfer, or finds the one that the same request made before. Nothing is signed before it returns.</summary>
    public async Task<Result<Transfer>> SubmitAsync(
        CallerId caller,
        UserId userId,
        WalletId walletId,
        CallerRequest request,
        IdempotencyKey key,
        CancellationToken cancellationToken)
    {
        var wireTransaction = request.WireTransaction;
        if (!inspector.TryInspect(wireTransaction, out var transaction, out var reason))
        {
            return WalletErrors.ValidationFailed("transaction", reason);
        }

        if (await wallets.FindAsync(userId, walletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        if (Check(transaction, wallet.Address) is { } refusal)
        {
            return WalletErrors.ValidationFailed("transaction", refusal);
        }

        var now = time.GetUtcNow();
        var transfer = new Transfer
        {
            Id = TransactionId.New(time),
            WalletId = walletId,
            UserId = userId,
            Caller = caller,
            Content = new TransferContent.CallerTransaction(wireTransaction) { Declared = request.Declared },
            IdempotencyKey = key,
            Fingerprint = request.FingerprintOf("send", walletId, Convert.ToHexStringLower(SHA256.HashData(transaction.Message.Span))),
            Status = TransferStatus.Received,
            Version = 1,
            Deadline = now + options.SigningDeadline,
            Times = new TransferTimes { ReceivedAt = now },
        };
        return await intake.AdmitAsync(transfer, wallet, cancellationToken);
    }

    private string? Check(InspectedTransaction transaction, SolanaAddress address)
    {
        if (!transaction.RequiredSigners.Contains(address))
        {
            return $"does not require a signature of the wallet's address {address}; nothing was signed.";
        }

        if (transaction.UsesDurableNonce)
        {
            return "uses a durable nonce, so it would never expire. Build it with a recent blockhash.";
        }

        var others = inspector.FindMissingSigners(transaction).Where(signer => signer != address).ToArray();
        return others.Length == 0
            ? null
            : $"lacks the signature of {others[0]}. All others sign before the wallet does; use wallet.transaction.sign to sign earlier.";
    }
}
