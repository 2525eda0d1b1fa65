using WalletService.TestKit.Servers;

namespace WalletService.Deployment.Tests.Images;

/// <summary>
/// A folder as Kubernetes mounts a ConfigMap, a Secret or both: each file is a link into <c>..data</c>, which is a link to the folder that
/// holds the files of now. All files are exchanged at once, by a new folder and a new link over the old one.
/// </summary>
/// <param name="path">Where the folder is.</param>
/// <param name="seenAt">Where the service sees it.</param>
public sealed class MountedFolder(string path, string seenAt)
{
    private int version;

    /// <summary>For <c>Service__SettingsDirectory</c>.</summary>
    public string SeenAt => seenAt;

    /// <summary>Puts these files in the place of those that are there.</summary>
    public async Task HoldAsync(IReadOnlyDictionary<string, string> files)
    {
        version++;
        var folder = Directory.CreateDirectory(Path.Combine(path, $"..{version}"));
        foreach (var (name, content) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), content);
        }

        var link = Path.Combine(path, "..data_tmp");
        Directory.CreateSymbolicLink(link, folder.Name);
        await using (var rename = ChildProcess.Start("mv", ["--no-target-directory", link, Path.Combine(path, "..data")]))
        {
            Assert.True(await rename.ExitAsync(TimeSpan.FromSeconds(30)) == 0, rename.Output);
        }

        foreach (var name in files.Keys.Where(name => !File.Exists(Path.Combine(path, name))))
        {
            File.CreateSymbolicLink(Path.Combine(path, name), Path.Combine("..data", name));
        }
    }
}
