namespace WalletService.Host.Settings;

/// <summary>What was probably meant by a word that nobody knows.</summary>
internal static class Spelling
{
    /// <summary>The nearest of the known words; null when none is near enough to be meant.</summary>
    /// <param name="word">As it was written; case does not count.</param>
    /// <param name="known">The words that there are.</param>
    /// <param name="tolerance">How many slips make another word of it.</param>
    public static string? Nearest(string word, IEnumerable<string> known, int tolerance) =>
        known.Select(candidate => (candidate, Slips: Slips(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(pair => pair.Slips <= tolerance)
            .OrderBy(pair => pair.Slips)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)
            .FirstOrDefault();

    /// <summary>
    /// How many letters were left out, added, changed, or written in the order of their neighbours: the distance of optimal string
    /// alignment.
    /// </summary>
    public static int Slips(string written, string meant)
    {
        var table = new int[written.Length + 1, meant.Length + 1];
        for (var row = 0; row <= written.Length; row++)
        {
            for (var column = 0; column <= meant.Length; column++)
            {
                table[row, column] = (row, column) switch
                {
                    (0, _) => column,
                    (_, 0) => row,
                    _ => Best(table, row, column, written, meant),
                };
            }
        }

        return table[written.Length, meant.Length];
    }

    private static int Best(int[,] table, int row, int column, string written, string meant)
    {
        var changed = table[row - 1, column - 1] + (written[row - 1] == meant[column - 1] ? 0 : 1);
        var best = Math.Min(changed, Math.Min(table[row - 1, column], table[row, column - 1]) + 1);
        var areSwapped = row > 1 && column > 1 && written[row - 1] == meant[column - 2] && written[row - 2] == meant[column - 1];
        return areSwapped ? Math.Min(best, table[row - 2, column - 2] + 1) : best;
    }
}
