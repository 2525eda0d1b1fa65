using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>
/// <c>docs/asyncapi.json</c> and <c>docs/schemas</c> as others' programs read them: by the AsyncAPI initiative's own parser, and by ajv.
/// </summary>
public sealed class PublishedDocumentTests(AsyncApiFiles files) : IClassFixture<AsyncApiFiles>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task The_parser_finds_no_fault_and_every_example_fits_its_schema()
    {
        var (exitCode, output) = await CheckAsync(files.Document, files.Schemas);

        Assert.True(exitCode == 0, output);
        Assert.Matches("[1-9][0-9]* schemas, [1-9][0-9]* examples, 0 faults", output);
    }

    [Theory]
    [InlineData("\"action\": \"receive\"", "\"action\": \"take\"", "action")]
    [InlineData("#/components/schemas/CreateWallet\"", "#/components/schemas/CreateWalled\"", "CreateWalled")]
    [InlineData("\"label\": \"Savings\",", "\"label\": 7,", "must be string")]
    [InlineData("\"requestId\": \"0197a1b2", "\"requestIdentity\": \"0197a1b2", "must NOT have additional properties")]
    public async Task A_fault_of_the_document_is_found(string text, string faulty, string named)
    {
        using var folder = new TemporaryFolder("asyncapi");
        var document = await File.ReadAllTextAsync(files.Document);
        var changed = document.Replace(text, faulty, StringComparison.Ordinal);
        Assert.NotEqual(document, changed);
        await File.WriteAllTextAsync(folder.PathOf("asyncapi.json"), changed);

        var (exitCode, output) = await CheckAsync(folder.PathOf("asyncapi.json"), files.Schemas);

        Assert.Equal(1, exitCode);
        Assert.Contains(named, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_is_missing_is_found_and_so_is_one_too_many()
    {
        using var folder = new TemporaryFolder("asyncapi");
        foreach (var file in Directory.EnumerateFiles(files.Schemas))
        {
            File.Copy(file, folder.PathOf(Path.GetFileName(file)));
        }

        File.Move(folder.PathOf("wallet.management.create.request.json"), folder.PathOf("wallet.management.made.request.json"));
        var (exitCode, output) = await CheckAsync(files.Document, folder.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("wallet.management.create.request.json: there is no such schema", output, StringComparison.Ordinal);
        Assert.Contains("wallet.management.made.request.json: no message", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> CheckAsync(string document, string schemas)
    {
        var script = RepositoryRoot.PathOf("tests", "WalletService.Messaging.Tests", "node", "check.mjs");
        await using var node = ChildProcess.Start("node", [script, document, schemas]);
        return (await node.ExitAsync(Deadline), node.Output);
    }
}
