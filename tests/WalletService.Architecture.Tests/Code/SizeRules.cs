using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Code;

/// <summary>A file fits into the head, a method onto a screen.</summary>
internal static class SizeRules
{
    public const int LongestFile = 400;
    public const int LongestMethod = 60;

    public static IEnumerable<string> Violations(SourceFile file)
    {
        if (file.Lines.Length > LongestFile)
        {
            yield return $"{file.Path}: {file.Lines.Length} lines, at most {LongestFile}";
        }

        foreach (var method in Methods.In(file.Text).Where(method => method.Lines > LongestMethod))
        {
            yield return $"{file.Path}({method.Line}): {method.Lines} lines, at most {LongestMethod}: {method.Header}";
        }
    }
}
