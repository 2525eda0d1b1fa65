using WalletService.Domain.Values;
using WalletService.Messaging.Callers.Tokens;

namespace WalletService.Messaging.Callers;

/// <summary>Who sent a message, as far as it is proven.</summary>
/// <param name="Scope">What its token bounds.</param>
internal sealed record IdentifiedCaller(CallerId Id, TokenScope Scope);
