using System.Xml.Linq;

namespace WalletService.Architecture.Tests.Projects;

/// <summary>
/// What a project file asks for. The file is read, not the built assembly: a reference that no code uses is missing
/// from the assembly, and would be there for the next reader to use.
/// </summary>
internal sealed record ProjectFile(string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages)
{
    public static ProjectFile Parse(string path, string xml)
    {
        var project = XElement.Parse(xml);
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(path),
            [.. Includes(project, "ProjectReference").Select(include => Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes(project, "PackageReference")]);
    }

    private static IEnumerable<string> Includes(XElement project, string item) =>
        project.Descendants(item).Select(element => (string?)element.Attribute("Include") ?? "");
}
