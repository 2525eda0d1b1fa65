using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Code;

public sealed class SizeRulesTests
{
    [Fact]
    public void No_file_or_method_is_too_long() => Assert.Empty(SourceTree.Ending(".cs").SelectMany(SizeRules.Violations));

    [Fact]
    public void A_file_of_401_lines_is_reported()
    {
        Assert.Empty(SizeRules.Violations(FileOf(400)));
        Assert.Equal(["a.cs: 401 lines, at most 400"], SizeRules.Violations(FileOf(401)));
    }

    [Fact]
    public void A_method_of_61_lines_is_reported()
    {
        Assert.Empty(SizeRules.Violations(FileWithMethodOf(60)));
        Assert.Equal(["a.cs(3): 61 lines, at most 60: void M()"], SizeRules.Violations(FileWithMethodOf(61)));
    }

    private static SourceFile FileOf(int lines) => new("a.cs", string.Concat(Enumerable.Repeat("// line\n", lines)));

    private static SourceFile FileWithMethodOf(int lines) =>
        new("a.cs", $"class A\n{{\n    void M()\n    {{\n{string.Concat(Enumerable.Repeat("        N();\n", lines - 3))}    }}\n}}\n");
}
