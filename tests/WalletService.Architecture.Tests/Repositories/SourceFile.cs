namespace WalletService.Architecture.Tests.Repositories;

/// <summary>A text file: its path relative to the repository's root, and what it says.</summary>
internal sealed record SourceFile(string Path, string Text)
{
    /// <summary>The lines, without their ends.</summary>
    public string[] Lines => Text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    /// <summary>The number, from 1, of the line that holds a position of the text.</summary>
    public int LineAt(int position) => 1 + Text.AsSpan(0, position).Count('\n');
}
