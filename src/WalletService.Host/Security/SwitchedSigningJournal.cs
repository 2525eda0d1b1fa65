using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Host.Security;

/// <summary>Gives no permission to sign, and gives out no signature, while the kill switch of this instance is thrown.</summary>
public sealed class SwitchedSigningJournal(ISigningJournal inner, KillSwitch killSwitch) : ISigningJournal
{
    public async Task<SigningVerdict> BeginAsync(SigningRequest request, CancellationToken cancellationToken) =>
        killSwitch.FindRefusal() is { } refusal
            ? new SigningVerdict.Refused(refusal)
            : await inner.BeginAsync(request, cancellationToken);

    public async Task<SigningVerdict> CompleteAsync(
        SigningRequest request, TransactionSignature signature, CancellationToken cancellationToken) =>
        killSwitch.FindRefusal() is { } refusal
            ? new SigningVerdict.Refused(refusal)
            : await inner.CompleteAsync(request, signature, cancellationToken);
}
