using System.Security.Cryptography;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Signs text with the wallet's key, in the off-chain message format and no other.</summary>
public sealed class SignMessageService(
    IWalletStore wallets, ISigningJournal journal, IWalletKeys keys, IOffchainMessages messages, RequestScreening screening, TimeProvider time)
{
    public async Task<Result<SignedMessage>> SignAsync(SignMessageCommand command, CancellationToken cancellationToken)
    {
        if (await wallets.FindAsync(command.UserId, command.WalletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        if (!messages.TryWrite(command.Text, command.FormatVersion, wallet.Address, out var bytes, out var reason))
        {
            return WalletErrors.ValidationFailed("message", reason);
        }

        var messageHash = Convert.ToHexStringLower(SHA256.HashData(bytes.Value.Span));
        var request = new SigningRequest(
            command.WalletId,
            command.UserId,
            command.Caller,
            command.IdempotencyKey,
            RequestFingerprint.Of("signMessage", command.WalletId.ToString(), messageHash),
            messageHash,
            wallet.Key.KeyVersionName,
            time.GetUtcNow())
        {
            Subject = await screening.ScreenAsync(SubjectOf(command), wallet.Address, messageHash, transfer: null, cancellationToken),
        };
        return await journal.BeginAsync(request, cancellationToken) switch
        {
            SigningVerdict.Granted => await SignAsync(request, wallet, bytes.Value, command.FormatVersion, cancellationToken),
            SigningVerdict.Refused refused => refused.Error,
            SigningVerdict.Conflict => WalletErrors.IdempotencyConflict(),
            var other => throw new InvalidOperationException($"Unknown verdict {other}."),
        };
    }

    private PolicySubject SubjectOf(SignMessageCommand command) => new()
    {
        Kind = PolicyRequestKind.SignMessage,
        Caller = command.Caller,
        UserId = command.UserId,
        WalletId = command.WalletId,
        Movements = [],
        At = time.GetUtcNow(),
    };

    private async Task<Result<SignedMessage>> SignAsync(
        SigningRequest request, Wallet wallet, ReadOnlyMemory<byte> bytes, int formatVersion, CancellationToken cancellationToken)
    {
        try
        {
            var signature = TransactionSignature.FromBytes(await keys.SignAsync(wallet.Id, wallet.Key, bytes, cancellationToken));
            return await journal.CompleteAsync(request, signature, cancellationToken) switch
            {
                SigningVerdict.Granted => new SignedMessage(bytes, signature, wallet.Address, formatVersion),

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

/// <param name="Text">What is to be signed.</param>
/// <param name="FormatVersion">0 or 1.</param>
public sealed record SignMessageCommand(
    CallerId Caller, UserId UserId, WalletId WalletId, string Text, int FormatVersion, IdempotencyKey IdempotencyKey);

/// <param name="Bytes">Exactly what was signed.</param>
/// <param name="Signature">The wallet's, over these bytes.</param>
/// <param name="Signer">The wallet's address.</param>
/// <param name="FormatVersion">0 or 1.</param>
public sealed record SignedMessage(ReadOnlyMemory<byte> Bytes, TransactionSignature Signature, SolanaAddress Signer, int FormatVersion);
