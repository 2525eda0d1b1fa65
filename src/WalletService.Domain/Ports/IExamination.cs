using WalletService.Domain.Diagnosis;

namespace WalletService.Domain.Ports;

/// <summary>Looks closely at one part of the service's surroundings, for <c>walletctl doctor</c>. Changes nothing.</summary>
public interface IExamination
{
    /// <summary>What was found. An outage is an observation, never an exception.</summary>
    Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken);
}
