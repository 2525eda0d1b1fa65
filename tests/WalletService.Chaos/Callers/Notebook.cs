using System.Collections.Concurrent;

namespace WalletService.Chaos.Callers;

/// <summary>The notes of all callers. It is made before the request goes out, as a caller that keeps its books would.</summary>
internal sealed class Notebook(TimeProvider time)
{
    private readonly ConcurrentQueue<IntentNotes> entries = new();

    public IReadOnlyList<IntentNotes> Entries => [.. entries];

    public IntentNotes Open(Intent intent)
    {
        var notes = new IntentNotes(intent, time.GetUtcNow());
        entries.Enqueue(notes);
        return notes;
    }
}
