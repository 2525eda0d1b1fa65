namespace WalletService.TestKit.Servers;

/// <summary>A folder for a server's data, removed when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>Makes the folder. Other users may enter it, as PostgreSQL runs as one when the tests run as root.</summary>
    public TemporaryFolder(string name)
    {
        Path = Directory.CreateTempSubdirectory($"wallet-service-{name}-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    /// <summary>The folder's absolute path.</summary>
    public string Path { get; }

    /// <summary>The path of something in the folder.</summary>
    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Removes the folder. A server that was killed a moment ago may still be writing, so this is tried for a while.</summary>
    public void Dispose() => SpinWait.SpinUntil(TryRemove, TimeSpan.FromSeconds(3));

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
