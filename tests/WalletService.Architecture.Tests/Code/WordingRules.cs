using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Code;

/// <summary>Words that must not stand in the repository: suppressions, empty names, unfinished work, paths of one machine.</summary>
internal static partial class WordingRules
{
    public static IEnumerable<string> Suppressions(SourceFile file) =>
        Matches(file, Suppression(), "suppresses a warning; fix it, or set the rule's severity in .editorconfig with a reason");

    public static IEnumerable<string> UnfinishedWork(SourceFile file) =>
        Matches(file, Unfinished(), "says that something is unfinished; finish it or file an issue");

    public static IEnumerable<string> MachinePaths(SourceFile file) =>
        Matches(file, MachinePath(), "names a folder of one machine");

    public static IEnumerable<string> EmptyNames(SourceFile file)
    {
        foreach (Match match in EmptyTypeName().Matches(CodeText.Of(file.Text)))
        {
            yield return $"{file.Path}({file.LineAt(match.Index)}): {match.Groups["name"].Value} is named for nothing in particular";
        }

        if (EmptyFolderName().IsMatch(file.Path))
        {
            yield return $"{file.Path}: the folder is named for a kind of code, not for what it is about";
        }
    }

    private static IEnumerable<string> Matches(SourceFile file, Regex words, string why) =>
        words.Matches(file.Text).Select(match => $"{file.Path}({file.LineAt(match.Index)}): {match.Value.Trim()} {why}");

    [GeneratedRegex(@"<NoWarn|-nowarn|#pragma\s+warning|\[(assembly:\s*)?SuppressMessage|#nullable\s+disable|<WarningsNotAsErrors", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suppression();

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b|NotImplemented" + "Exception", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(?<![\w.])/(work|home|Users|root)/\w|(?<![\w.])/tmp/w\w|[A-Z]:\\Users\\", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"\b(class|struct|record|interface|enum)\s+(?<name>\w*(Manager|Helper|Helpers|Util|Utils|Utilities))\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyTypeName();

    [GeneratedRegex(@"(^|/)(Services|Models|Helpers|Utils|Utilities|Managers|Common)/", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EmptyFolderName();
}
