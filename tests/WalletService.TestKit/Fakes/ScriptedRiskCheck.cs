using System.Collections.Concurrent;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.TestKit.Fakes;

/// <summary>A risk service that answers as told.</summary>
public sealed class ScriptedRiskCheck : IRiskCheck
{
    /// <summary>Null: it never answers.</summary>
    public RiskVerdict? Verdict { get; set; } = RiskVerdict.Allow;

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Failure { get; set; }

    public ConcurrentQueue<RiskQuestion> Questions { get; } = new();

    public async Task<RiskVerdict> AskAsync(RiskQuestion question, CancellationToken cancellationToken)
    {
        Questions.Enqueue(question);
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Verdict is null)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return Verdict!.Value;
    }
}
