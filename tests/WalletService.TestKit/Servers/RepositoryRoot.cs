namespace WalletService.TestKit.Servers;

/// <summary>Finds the folder that holds <c>WalletService.sln</c>, from wherever a test runs.</summary>
public static class RepositoryRoot
{
    private static readonly Lazy<string> Folder = new(Search);

    /// <summary>The absolute path of the repository's folder.</summary>
    public static string Find() => Folder.Value;

    /// <summary>The absolute path of something inside the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Find(), .. parts]);

    private static string Search()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "WalletService.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds WalletService.sln.");
    }
}
