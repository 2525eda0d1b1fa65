using WalletService.Domain.Auditing;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Policies;

internal sealed class EmbeddedPolicyStore(EmbeddedDatabase database) : IPolicyStore
{
    public Task<StoredPolicy?> SetAsync(PolicyDraft draft, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Set(draft));
        }
    }

    public Task<StoredPolicy?> FindAsync(PolicyScope scope, long? version, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var versions = database.Policies.Versions.GetValueOrDefault(scope) ?? [];
            return Task.FromResult(versions.LastOrDefault(set => version is null || set.Policy.Version == version));
        }
    }

    public Task<IReadOnlyList<StoredPolicy>> ListAsync(int limit, PolicyScope? after, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<StoredPolicy>>(
            [
                .. database.Policies.Versions
                    .OrderBy(pair => pair.Key.Kind)
                    .ThenBy(pair => pair.Key.Subject, StringComparer.Ordinal)
                    .Where(pair => after is null || IsBehind(pair.Key, after))
                    .Select(pair => pair.Value[^1])
                    .Take(limit),
            ]);
        }
    }

    private StoredPolicy? Set(PolicyDraft draft)
    {
        var newest = database.Policies.Versions.GetValueOrDefault(draft.Scope)?[^1];
        var hash = PolicyDocumentWriter.HashOf(draft.Document);
        if (newest?.Policy.Hash == hash)
        {
            return newest;
        }

        if (draft.Replaces is { } replaced && replaced != (newest?.Policy.Version ?? 0))
        {
            return null;
        }

        var set = new StoredPolicy(
            new Policy(draft.Scope, (newest?.Policy.Version ?? 0) + 1, hash, draft.Document), draft.SetBy, draft.At);
        if (newest is null)
        {
            database.Policies.Versions.Add(draft.Scope, []);
        }

        database.Policies.Versions[draft.Scope].Add(set);
        database.RecordService(AuditDrafts.PolicySet(set, newest?.Policy.Hash));
        return set;
    }

    private static bool IsBehind(PolicyScope scope, PolicyScope after) => scope.Kind != after.Kind
        ? scope.Kind > after.Kind
        : string.CompareOrdinal(scope.Subject, after.Subject) > 0;
}
