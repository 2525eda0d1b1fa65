namespace WalletService.KmsEmulator.Faults;

/// <summary>The faults to come, in the order in which they were planned; the first that matches a call strikes it.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<Planned> planned = [];

    public IReadOnlyList<Fault> Pending()
    {
        lock (gate)
        {
            return planned.ConvertAll(entry => entry.Fault);
        }
    }

    public void Add(Fault fault)
    {
        lock (gate)
        {
            planned.Add(new Planned(fault));
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            planned.Clear();
        }
    }

    /// <summary>The fault that strikes this call, if any.</summary>
    internal Fault? Take(string operation, string path)
    {
        lock (gate)
        {
            foreach (var entry in planned)
            {
                if ((entry.Fault.Operation is { } only && only != operation)
                    || (entry.Fault.Location is { } location && !path.Contains($"/locations/{location}/", StringComparison.Ordinal)))
                {
                    continue;
                }

                if (entry.Skipped < entry.Fault.Skip)
                {
                    entry.Skipped++;
                    continue;
                }

                entry.Struck++;
                if (entry.Fault.Times > 0 && entry.Struck >= entry.Fault.Times)
                {
                    planned.Remove(entry);
                }

                return entry.Fault;
            }

            return null;
        }
    }

    private sealed class Planned(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int Skipped { get; set; }

        public int Struck { get; set; }
    }
}
