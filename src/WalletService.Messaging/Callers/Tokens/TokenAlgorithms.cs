using Microsoft.IdentityModel.Tokens;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>
/// The algorithms of signatures that are believed (RFC 7518): with public keys only. <c>none</c> proves nothing, and with <c>HS256</c>
/// whoever checks a token could make one.
/// </summary>
internal static class TokenAlgorithms
{
    public static readonly IReadOnlyList<string> All =
        [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256];
}
