namespace WalletService.Benchmarks.Load;

/// <summary>How a run ended.</summary>
/// <param name="Replies">Replies of any kind.</param>
/// <param name="Errors">Requests with an unexpected reply or none.</param>
/// <param name="FirstError">The first unexpected reply.</param>
internal sealed record LoadOutcome(long Replies, long Errors, string? FirstError);
