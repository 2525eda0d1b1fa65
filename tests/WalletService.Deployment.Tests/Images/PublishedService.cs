using System.Globalization;
using WalletService.TestKit.Servers;

namespace WalletService.Deployment.Tests.Images;

/// <summary>The service as it is published into an image, once for all tests.</summary>
public sealed class PublishedService : IAsyncLifetime
{
    /// <summary>It is compiled anew, perhaps on a machine that is busy.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    private readonly TemporaryFolder folder = new("published");
    private int mounts;

    /// <summary>The command of the image, as the Dockerfile has it.</summary>
    public static IReadOnlyList<string> Command { get; } = ["dotnet", "WalletService.Host.dll"];

    /// <summary>Does what the build stage of the Dockerfile does: copies what it copies into an empty folder, and runs what it runs there.</summary>
    public async Task InitializeAsync()
    {
        var stage = BuildStage.Read(await File.ReadAllTextAsync(RepositoryRoot.PathOf("Dockerfile")));
        var source = Directory.CreateDirectory(folder.PathOf("source")).FullName;
        foreach (var path in stage.Copied)
        {
            Copy(RepositoryRoot.PathOf(path), Path.Combine(source, path));
        }

        foreach (var command in stage.Commands)
        {
            await RunAsync("/bin/sh", "-c", $"cd '{source}' && {command.Replace(BuildStage.Output, folder.PathOf("app"), StringComparison.Ordinal)}");
        }

        // As in an image: the user that it runs as may read it.
        await RunAsync("chmod", "-R", "a+rX", folder.Path);
    }

    public Task DisposeAsync()
    {
        folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Starts it confined as in a container.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="arguments">Of the service, such as <c>migrate</c>.</param>
    public ChildProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments) => Confine([.. Command, .. arguments], settings);

    /// <summary>Runs any program in the place of the service.</summary>
    public ChildProcess Confine(IEnumerable<string> command, IReadOnlyDictionary<string, string> settings) => ChildProcess.Start(
        "/bin/sh",
        [RepositoryRoot.PathOf("tests", "WalletService.Deployment.Tests", "Images", "confined.sh"), folder.PathOf("app"), .. command],
        new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["DOTNET_EnableDiagnostics"] = "0", ["HOME"] = "/" });

    /// <summary>Puts files where the service finds them, as Kubernetes mounts them.</summary>
    public async Task<MountedFolder> MountAsync(IReadOnlyDictionary<string, string> files)
    {
        var name = $"mounted-{++mounts}";
        var mounted = new MountedFolder(Directory.CreateDirectory(Path.Combine(folder.PathOf("app"), name)).FullName, $"/mnt/{name}");
        await mounted.HoldAsync(files);
        return mounted;
    }

    /// <summary>An address on loopback that nobody listens at yet.</summary>
    public static Uri NewAddress() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}"));

    /// <summary>A file, or a folder without what builds leave in it, as .dockerignore has it.</summary>
    private static void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var inner in Directory.EnumerateFileSystemEntries(from).Where(inner => Path.GetFileName(inner) is not ("bin" or "obj")))
        {
            Copy(inner, Path.Combine(to, Path.GetFileName(inner)));
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["CI"] = "true", ["MSBUILDDISABLENODEREUSE"] = "1" };
        await using var run = ChildProcess.Start(program, arguments, settings);
        Assert.True(await run.ExitAsync(Deadline) == 0, run.Output);
    }
}
