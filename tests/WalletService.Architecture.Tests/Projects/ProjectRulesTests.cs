using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Projects;

public sealed class ProjectRulesTests
{
    [Fact]
    public void Every_project_keeps_to_its_references()
    {
        var projects = SourceTree.Ending(".csproj").Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(projects);
        Assert.Empty(projects.SelectMany(file => ProjectRules.Violations(ProjectFile.Parse(file.Path, file.Text))));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = SourceTree.File("WalletService.sln").Text.Replace('\\', '/');

        Assert.All(SourceTree.Ending(".csproj"), file => Assert.Contains($"\"{file.Path}\"", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void A_reference_from_the_domain_outwards_is_reported()
    {
        const string xml = """
            <Project>
              <ItemGroup>
                <ProjectReference Include="..\WalletService.Contracts\WalletService.Contracts.csproj" />
                <PackageReference Include="Npgsql" />
              </ItemGroup>
            </Project>
            """;

        Assert.Equal(
            [
                "WalletService.Domain must not refer to WalletService.Contracts",
                "WalletService.Domain must not use the package Npgsql",
            ],
            ProjectRules.Violations(ProjectFile.Parse("src/WalletService.Domain/WalletService.Domain.csproj", xml)));
    }

    [Fact]
    public void A_project_that_the_rules_do_not_know_is_reported() =>
        Assert.Single(ProjectRules.Violations(new ProjectFile("WalletService.Surprise", [], [])));
}
