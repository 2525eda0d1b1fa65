using WalletService.Domain.Values;

namespace WalletService.Simulation.Checks;

/// <param name="Intent">The transfer that went wrong; null when it is about all of them.</param>
internal sealed record Violation(TransactionId? Intent, string Text);
