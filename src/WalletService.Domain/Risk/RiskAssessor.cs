using WalletService.Domain.Policies;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Risk;

/// <summary>Asks the risk service, if there is one, and decides what holds when it does not answer.</summary>
public sealed class RiskAssessor(IEnumerable<IRiskCheck> checks, IRiskTelemetry telemetry, RiskOptions options, TimeProvider time)
{
    private RiskVerdict WithoutAnswer => options.WithoutAnswer switch
    {
        UnansweredRisk.Deny => RiskVerdict.Deny,
        UnansweredRisk.Review => RiskVerdict.Review,
        UnansweredRisk.Allow => RiskVerdict.Allow,
    };

    /// <summary>Without a service, or with the verdict that the subject has already, nobody is asked.</summary>
    public async Task<RiskVerdict> AssessAsync(RiskQuestion question, CancellationToken cancellationToken)
    {
        if (question.Subject.Risk != RiskVerdict.NotAsked || checks.FirstOrDefault() is not { } check)
        {
            return question.Subject.Risk;
        }

        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(options.Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var (verdict, isAnswered) = await AskAsync(check, question, either.Token, cancellationToken);
        telemetry.Assessed(verdict, isAnswered, time.GetElapsedTime(started));
        return verdict;
    }

    private async Task<(RiskVerdict Verdict, bool IsAnswered)> AskAsync(
        IRiskCheck check, RiskQuestion question, CancellationToken either, CancellationToken cancellationToken)
    {
        try
        {
            return (await check.AskAsync(question, either), true);
        }
        catch (PortUnavailableException)
        {
            return (WithoutAnswer, false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (WithoutAnswer, false);
        }
    }
}
