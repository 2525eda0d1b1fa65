using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>
/// Where an instance dies. Each step calls <see cref="Pass"/> before and after; once the named step is reached, this and every later
/// call of the instance throws: a dead process writes, signs and sends nothing.
/// </summary>
/// <param name="name">The step.</param>
/// <param name="passes">At which time that it is reached.</param>
public sealed class CrashPoint(string name, int passes = 1)
{
    private int left = passes;
    private volatile bool isDead;

    public bool HasHappened => isDead;

    public void Pass(string step)
    {
        if (step == name && Interlocked.Decrement(ref left) == 0)
        {
            isDead = true;
        }

        if (isDead)
        {
            throw new InvalidOperationException($"The process died at {name}.");
        }
    }

    /// <summary>Does something that takes effect, with a possible death before it and after it.</summary>
    public async Task<T> AroundAsync<T>(string step, Func<Task<T>> act)
    {
        Pass($"before {step}");
        var result = await act();
        Pass($"after {step}");
        return result;
    }
}

public sealed class CrashingTransferStore(ITransferStore inner, CrashPoint crash) : ITransferStore
{
    public Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
        crash.AroundAsync("commit of the intent", () => inner.AddAsync(transfer, owner, lease, cancellationToken));

    public Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        inner.FindAsync(userId, id, cancellationToken);

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        inner.FindByKeyAsync(userId, key, cancellationToken);

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        inner.ListAsync(userId, filter, limit, before, cancellationToken);

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        inner.GetAttemptsAsync(userId, id, cancellationToken);

    public Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) =>
        crash.AroundAsync("commit of the decision", () => inner.DecideAsync(transfer, decide, cancellationToken));

    public Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken) =>
        crash.AroundAsync("commit of the signing", () => inner.BeginSigningAsync(transfer, intent, cancellationToken));

    public Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        crash.AroundAsync($"commit of {change.To}", () => inner.ApplyAsync(transfer, change, cancellationToken));
}

public sealed class CrashingTransferQueue(ITransferQueue inner, CrashPoint crash) : ITransferQueue
{
    public Task<IReadOnlyList<Transfer>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        crash.AroundAsync("claim", () => inner.ClaimAsync(owner, limit, lease, cancellationToken));

    public Task<IReadOnlySet<TransactionId>> RenewAsync(
        string owner, IReadOnlyCollection<TransactionId> ids, TimeSpan lease, CancellationToken cancellationToken) =>
        crash.AroundAsync("renewal", () => inner.RenewAsync(owner, ids, lease, cancellationToken));

    public Task ReleaseAsync(string owner, TransactionId id, TimeSpan delay, CancellationToken cancellationToken) =>
        inner.ReleaseAsync(owner, id, delay, cancellationToken);
}

public sealed class CrashingWalletKeys(IWalletKeys inner, CrashPoint crash) : IWalletKeys
{
    public string Provider => inner.Provider;

    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        inner.CreateAsync(walletId, cancellationToken);

    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        crash.AroundAsync("renewal", () => inner.RenewAsync(walletId, keyNumber, cancellationToken));

    public Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        crash.AroundAsync("signature", () => inner.SignAsync(walletId, key, message, cancellationToken));

    public Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) =>
        inner.CheckAsync(walletId, key, cancellationToken);
}

public sealed class CrashingNetwork(ITransactionNetwork inner, CrashPoint crash) : ITransactionNetwork
{
    public Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken) =>
        crash.AroundAsync("send", () => inner.SendAsync(attempt, preflight, cancellationToken));

    public Task<IReadOnlyList<ObservedStatus?>> GetStatusesAsync(
        IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken) =>
        crash.AroundAsync("status", () => inner.GetStatusesAsync(signatures, cancellationToken));

    public Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken) =>
        crash.AroundAsync("verdict", () => inner.JudgeAsync(attempt, cancellationToken));

    public Task<TransferExecution?> GetExecutionAsync(
        TransactionSignature signature, ExecutionParties parties, Commitment commitment, CancellationToken cancellationToken) => crash.AroundAsync(
            "details", () => inner.GetExecutionAsync(signature, parties, commitment, cancellationToken));

    public Task WaitForHintAsync(TransactionSignature signature, CancellationToken cancellationToken) =>
        inner.WaitForHintAsync(signature, cancellationToken);
}
