using WalletService.Domain.Policies;
using WalletService.Domain.Risk;

namespace WalletService.Domain.Ports;

/// <summary>An outside service that judges the risk of what is to be signed. It learns of it, and changes nothing.</summary>
public interface IRiskCheck
{
    /// <returns><see cref="RiskVerdict.Allow"/>, <see cref="RiskVerdict.Review"/> or <see cref="RiskVerdict.Deny"/>.</returns>
    /// <exception cref="PortUnavailableException">No usable answer.</exception>
    Task<RiskVerdict> AskAsync(RiskQuestion question, CancellationToken cancellationToken);
}
