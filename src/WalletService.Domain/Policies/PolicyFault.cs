namespace WalletService.Domain.Policies;

/// <summary>Why a text is no policy.</summary>
/// <param name="Path">Where, e.g. <c>windows[0].seconds</c>; empty for the whole.</param>
/// <param name="Rule">What is asked for there, as the end of a sentence that begins with the path.</param>
public sealed record PolicyFault(string Path, string Rule);
