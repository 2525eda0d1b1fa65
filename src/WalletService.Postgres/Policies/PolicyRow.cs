using System.Collections.Concurrent;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Policies;

internal sealed record PolicyRow(string Scope, string Subject, long Version, string Document, string Hash, string SetBy, DateTime SetAt)
{
    public const string Columns =
        "policies.scope, policies.subject, policies.version, policies.document, policies.hash, policies.set_by AS SetBy, policies.set_at AS SetAt";

    private const int RememberedDocuments = 1_000;

    /// <summary>Documents never change under their hash, so each is read once.</summary>
    private static readonly ConcurrentDictionary<string, PolicyDocument> Documents = new(StringComparer.Ordinal);

    public PolicyScope PolicyScope => PolicyScope.Parse(Scope, Subject);

    public Policy ToPolicy() => new(PolicyScope, Version, Hash, ReadDocument());

    public StoredPolicy ToStoredPolicy() => new(ToPolicy(), CallerId.Restore(SetBy), SetAt.AsUtc());

    private PolicyDocument ReadDocument()
    {
        if (Documents.TryGetValue(Hash, out var known))
        {
            return known;
        }

        if (!PolicyDocumentReader.TryRead(Document, out var document, out var fault) || PolicyDocumentWriter.HashOf(document) != Hash)
        {
            throw new FormatException($"Version {Version} of the policy {PolicyScope} is not what was set: {fault}.");
        }

        if (Documents.Count >= RememberedDocuments)
        {
            Documents.Clear();
        }

        Documents[Hash] = document;
        return document;
    }
}
