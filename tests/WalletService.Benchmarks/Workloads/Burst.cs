namespace WalletService.Benchmarks.Workloads;

/// <summary>Transfers that are all asked for at one moment.</summary>
/// <param name="letter">By what <c>--only</c> names it.</param>
/// <param name="name">What the report calls it.</param>
/// <param name="payers">Each pays in turn.</param>
/// <param name="recipients">Each is paid in turn.</param>
internal sealed class Burst(char letter, string name, IReadOnlyList<BenchmarkWallet> payers, IReadOnlyList<BenchmarkWallet> recipients)
{
    public const int Transfers = 500;

    private readonly Dictionary<string, TransferWorkload> workloads = new()
    {
        ["submitted"] = new TransferWorkload(letter, "submitted", payers, recipients),
        ["confirmed"] = new TransferWorkload(letter, "confirmed", payers, recipients),
    };

    public char Letter { get; } = letter;

    public string Name { get; } = name;

    /// <param name="waitFor">When the service is to reply: <c>submitted</c> or <c>confirmed</c>.</param>
    public Workload To(string waitFor) => workloads[waitFor];
}
