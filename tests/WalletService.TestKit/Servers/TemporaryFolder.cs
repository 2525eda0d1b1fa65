namespace WalletService.TestKit.Servers;

/// <summary>A folder for a server's data, removed when it is disposed or when the test process exits.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly AtExit _removal;

    /// <summary>Makes the folder. Other users may enter it, as PostgreSQL runs as one when the tests run as root.</summary>
    public TemporaryFolder(string name)
    {
        Path = Directory.CreateTempSubdirectory($"wallet-service-{name}-").FullName;
        File.SetUnixFileMode(
            Path,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _removal = AtExit.Run(Remove);
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>The path of something in the folder.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        _removal.Dispose();
        Remove();
    }

    private void Remove()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Removed already.
        }
        catch (IOException)
        {
            // A server that was killed a moment ago is still leaving; the system's temporary folder keeps the rest.
        }
    }
}
