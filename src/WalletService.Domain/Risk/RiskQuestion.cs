using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Risk;

/// <summary>What an outside risk service is told of a request.</summary>
/// <param name="Reference">The same for the same request: the transfer's id, or for a signature the hash of what is signed.</param>
/// <param name="Address">The wallet's address.</param>
/// <param name="Subject">What policies judge.</param>
public sealed record RiskQuestion(string Reference, SolanaAddress Address, PolicySubject Subject);
