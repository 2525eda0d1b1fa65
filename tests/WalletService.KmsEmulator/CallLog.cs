namespace WalletService.KmsEmulator;

/// <summary>Counts calls by operation, and keeps the latest of them.</summary>
public sealed class CallLog
{
    private const int Kept = 1000;
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly Queue<RecordedCall> recent = new();

    /// <summary>Calls since the start or the last reset, by operation.</summary>
    public IReadOnlyDictionary<string, int> CountAll()
    {
        lock (gate)
        {
            return new Dictionary<string, int>(counts, StringComparer.Ordinal);
        }
    }

    /// <summary>The latest calls, oldest first.</summary>
    public IReadOnlyList<RecordedCall> Latest()
    {
        lock (gate)
        {
            return [.. recent];
        }
    }

    public int Count(string operation)
    {
        lock (gate)
        {
            return counts.GetValueOrDefault(operation);
        }
    }

    public void Reset()
    {
        lock (gate)
        {
            counts.Clear();
            recent.Clear();
        }
    }

    internal void Add(RecordedCall call)
    {
        lock (gate)
        {
            counts[call.Operation] = counts.GetValueOrDefault(call.Operation) + 1;
            recent.Enqueue(call);
            if (recent.Count > Kept)
            {
                recent.Dequeue();
            }
        }
    }
}
