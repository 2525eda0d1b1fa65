using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WalletService.Domain.Auditing;

/// <summary>
/// A signed statement of how far every chain of the audit log had come at a time. Chains that were cut off, or written anew, after it no
/// longer fit it. Whatever is read of it is taken as it is found: only a check makes it a statement.
/// </summary>
public sealed record AuditCheckpoint
{
    /// <summary>1 for the first.</summary>
    public required long Number { get; init; }

    /// <summary>When, in microseconds since 1970.</summary>
    public required string Time { get; init; }

    /// <summary>The <see cref="Hash"/> of the checkpoint before, or <see cref="AuditEntry.Origin"/>.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>How many chains have grown since the checkpoint before.</summary>
    public required long HeadCount { get; init; }

    /// <summary><see cref="AuditHeadsHash"/> over the heads of the chains that have grown since the checkpoint before.</summary>
    public required string HeadsHash { get; init; }

    /// <summary>The vault's name of the key version that signs.</summary>
    public required string KeyVersion { get; init; }

    /// <summary>The Ed25519 public key, base58.</summary>
    public required string PublicKey { get; init; }

    /// <summary>Over the UTF-8 bytes of <see cref="Text"/>, base58; empty while it is not signed.</summary>
    public required string Signature { get; init; }

    /// <summary>What is signed. It can be read as no transaction: the number of signers that a message would begin with is the letter W.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        WalletService audit checkpoint
        number: {Number}
        time: {Time}
        previous: {PreviousHash}
        chains: {HeadCount}
        heads: {HeadsHash}
        key: {KeyVersion}
        public key: {PublicKey}
        """).ReplaceLineEndings("\n");

    /// <summary>SHA-256 of <see cref="Text"/>, 64 lower-case hex digits.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    /// <summary>When; null when the time is none that there can be.</summary>
    public DateTimeOffset? At => AuditHash.ReadTime(Time);
}

/// <summary>How far a chain had come: the hash of its newest entry.</summary>
/// <param name="Chain">A wallet's id, or <see cref="AuditChains.Service"/>.</param>
public sealed record AuditHead(string Chain, string Hash);
