using System.Globalization;
using System.IO.Compression;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

/// <summary>The example of the client, built in a folder of its own against the packages that this solution packs.</summary>
internal static class PackedExample
{
    private static readonly string[] Packed = ["WalletService.Contracts", "WalletService.Client"];
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    /// <summary>Returns the program, to hand to <c>dotnet</c>.</summary>
    public static async Task<string> BuildAsync(string folder)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var feed = Path.Combine(folder, "feed");
        var version = string.Create(CultureInfo.InvariantCulture, $"0.0.1-test.{Environment.ProcessId}");
        await PackAsync(framework.Parent!.Name, feed, "--no-build", $"-p:PackageVersion={version}");
        foreach (var project in Packed)
        {
            CheckContents(Path.Combine(feed, $"{project}.{version}.nupkg"), project);
        }

        var program = Directory.CreateDirectory(Path.Combine(folder, "program")).FullName;
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.PathOf("docs", "examples", "dotnet", "client"), "*.cs"))
        {
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        }

        await File.WriteAllTextAsync(Path.Combine(program, "nuget.config"), NugetConfig(feed));
        await File.WriteAllTextAsync(Path.Combine(program, "Example.csproj"), Project(framework.Name, version));

        // Into a folder of its own, so that no later build meets these packages.
        await DotnetAsync("build", program, "-o", Path.Combine(program, "out"), $"-p:RestorePackagesPath={Path.Combine(folder, "restored")}");
        return Path.Combine(program, "out", "Example.dll");
    }

    private static void CheckContents(string package, string project)
    {
        using var archive = ZipFile.OpenRead(package);
        var names = archive.Entries.Select(entry => entry.FullName).ToList();
        Assert.Contains("README.md", names);
        Assert.Contains($"lib/net10.0/{project}.dll", names);
        Assert.Contains($"lib/net10.0/{project}.xml", names);
        using var reader = new StreamReader(archive.GetEntry($"{project}.nuspec")!.Open());
        var manifest = reader.ReadToEnd();
        Assert.Contains("<license type=\"expression\">Apache-2.0</license>", manifest, StringComparison.Ordinal);
        Assert.Contains("<readme>README.md</readme>", manifest, StringComparison.Ordinal);
        Assert.Contains("<authors>The WalletService authors</authors>", manifest, StringComparison.Ordinal);
        Assert.DoesNotContain("SonarAnalyzer", manifest, StringComparison.Ordinal);
    }

    /// <summary>Other packages come from where they were restored to for this solution: no network is asked.</summary>
    private static string NugetConfig(string feed)
    {
        var restored = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        return $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packed" value="{feed}" />
                <add key="restored" value="{restored}" />
              </packageSources>
            </configuration>
            """;
    }

    private static string Project(string framework, string version) =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>{framework}</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <FrameworkReference Include="Microsoft.AspNetCore.App" />
          </ItemGroup>
          <ItemGroup>
            <PackageReference Include="WalletService.Client" Version="[{version}]" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>As a release is packed, but of what the tests were built with.</summary>
    private static async Task PackAsync(string configuration, string feed, params string[] options)
    {
        await using var run = ChildProcess.Start(
            RepositoryRoot.PathOf("dev"),
            ["pack", feed, .. options, "-nodeReuse:false"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["WALLET_CONFIGURATION"] = configuration });
        var exitCode = await run.ExitAsync(Deadline);
        Assert.True(exitCode == 0, run.Output);
        Assert.DoesNotContain("warning", run.Output, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        await using var run = ChildProcess.Start(
            "dotnet", [.. arguments, "-nodeReuse:false", "-p:UseSharedCompilation=false"], new Dictionary<string, string>(StringComparer.Ordinal));
        var exitCode = await run.ExitAsync(Deadline);
        Assert.True(exitCode == 0, run.Output);
    }
}
