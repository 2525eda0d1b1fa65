using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WalletService.Domain.Auditing;

namespace WalletService.Cli.Auditing;

/// <summary>An export of the audit log: JSON objects, one a line, the first saying what is in the file and the last that it is whole.</summary>
internal static class AuditFile
{
    private const int Format = 1;

    /// <returns>How many lines were written between the first and the last.</returns>
    public static async Task<long> WriteAsync(
        Stream file, AuditSelection selection, IAsyncEnumerable<AuditItem> items, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = 0L;
        await WriteLineAsync(
            new AuditLine { Begin = new AuditFileBegin(Format, selection.From, selection.To, selection.WalletId?.ToString()) });
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            await WriteLineAsync(AuditLine.Of(item));
        }

        var written = lines;
        await WriteLineAsync(new AuditLine { End = new AuditFileEnd(lines, Convert.ToHexStringLower(digest.GetCurrentHash())) });
        return written - 1;

        async Task WriteLineAsync(AuditLine line)
        {
            var bytes = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, AuditLine.Json) + "\n");
            digest.AppendData(bytes);
            lines++;
            await file.WriteAsync(bytes, cancellationToken);
        }
    }

    /// <summary>Gives each thing in the file to the verifier that <paramref name="verify"/> makes for what the file says to hold.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole export; the message names the line.</exception>
    public static async Task<AuditVerification> VerifyAsync(
        Stream file, Func<bool, AuditVerifier> verify, CancellationToken cancellationToken)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
        AuditVerifier? verifier = null;
        try
        {
            var number = 0L;
            while (true)
            {
                number++;
                var text = await ReadLineAsync(reader, number, cancellationToken);
                var line = Parse(text, number);
                if (line.End is { } end)
                {
                    await CheckEndAsync(reader, end, number, digest);
                    return verifier?.Finish() ?? throw Broken(number, "the file has no beginning");
                }

                digest.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
                if (number == 1)
                {
                    verifier = Begin(line, verify);
                }
                else
                {
                    verifier!.Add(line.ToItem() ?? throw Broken(number, "it holds nothing that an export has there"));
                }
            }
        }
        finally
        {
            verifier?.Dispose();
        }
    }

    private static AuditVerifier Begin(AuditLine line, Func<bool, AuditVerifier> verify) => line.Begin is { Format: Format } begin
        ? verify(begin is { From: null, To: null })
        : throw Broken(1, "it is not the beginning of an export of the audit log");

    private static async Task<string> ReadLineAsync(StreamReader reader, long number, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken) ?? throw Broken(number, "the file ends before its last line");
        }
        catch (DecoderFallbackException)
        {
            throw Broken(number, "about there it is not UTF-8");
        }
    }

    private static AuditLine Parse(string text, long number)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditLine>(text, AuditLine.Json) ?? throw Broken(number, "it is not a JSON object");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw Broken(number, "it is not the JSON of an export");
        }
    }

    private static async Task CheckEndAsync(StreamReader reader, AuditFileEnd end, long number, IncrementalHash digest)
    {
        if (end.Lines != number - 1)
        {
            throw Broken(number, $"{end.Lines} lines were written before it, and there are {number - 1}");
        }

        if (end.Sha256 != Convert.ToHexStringLower(digest.GetCurrentHash()))
        {
            throw Broken(number, "the digest of the lines before it is another one: some of them were changed");
        }

        if (await reader.ReadLineAsync() is not null)
        {
            throw Broken(number + 1, "there is something behind the last line");
        }
    }

    private static InvalidDataException Broken(long line, string what) => new($"Line {line}: {what}.");
}
