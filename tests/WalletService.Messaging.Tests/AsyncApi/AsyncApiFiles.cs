using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>The files that the code makes of itself; written anew when <c>WRITE_ASYNCAPI</c> is 1.</summary>
public sealed class AsyncApiFiles
{
    public AsyncApiFiles()
    {
        if (Environment.GetEnvironmentVariable("WRITE_ASYNCAPI") == "1")
        {
            Write();
        }
    }

    public string Document { get; } = RepositoryRoot.PathOf("docs", "asyncapi.json");

    public string Schemas { get; } = RepositoryRoot.PathOf("docs", "schemas");

    private void Write()
    {
        File.WriteAllText(Document, AsyncApiDocument.Write(AsyncApiDocument.Create()));
        Directory.CreateDirectory(Schemas);
        foreach (var old in Directory.EnumerateFiles(Schemas, "*.json"))
        {
            File.Delete(old);
        }

        foreach (var (name, schema) in PublishedSchemas.Create())
        {
            File.WriteAllText(Path.Combine(Schemas, name), AsyncApiDocument.Write(schema));
        }
    }
}
