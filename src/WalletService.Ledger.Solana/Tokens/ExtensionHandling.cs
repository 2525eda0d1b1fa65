namespace WalletService.Ledger.Solana.Tokens;

/// <summary>What is done with a mint that has an extension of Token-2022.</summary>
internal enum ExtensionHandling
{
    /// <summary>It is handled exactly, or is no matter to who holds the token.</summary>
    Accepted,

    /// <summary>It endangers who holds the token: accepted only when the operator allows the extension or the mint.</summary>
    RefusedUnlessAllowed,

    /// <summary>A transfer hook: accepted when it names no program, or one that the operator allows, or when the operator allows the mint.</summary>
    DecidedByProgram,

    /// <summary>The token can't be paid at all, or nobody knows what the extension means.</summary>
    Refused,
}
