namespace WalletService.Domain.Inspection;

/// <summary>
/// What in a caller's transaction could cost the wallet more than the movements that the transaction states. <c>docs/security/signing.md</c>
/// describes each. The names are part of the policy's language and of error details.
/// </summary>
public enum FindingKind
{
    /// <summary>The owner, or another authority, of a token account or mint is given away (Token <c>SetAuthority</c>).</summary>
    SetAuthority,

    /// <summary>Somebody else may move tokens of the wallet from now on (Token <c>Approve</c>, <c>ApproveChecked</c>).</summary>
    Approve,

    /// <summary>The wallet's account, or one derived from it, is given to a program (System <c>Assign</c>, <c>AssignWithSeed</c>, creations of it).</summary>
    Assign,

    /// <summary>The wallet's account, or one derived from it, gets data, after which it can pay no more (System <c>Allocate</c>, <c>AllocateWithSeed</c>).</summary>
    Allocate,

    /// <summary>A token account is closed in favour of somebody else, with all its lamports, which no instruction states.</summary>
    CloseAccount,

    /// <summary>The authority over a nonce account is given away (System <c>AuthorizeNonce</c>).</summary>
    AuthorizeNonce,

    /// <summary>The wallet, as a mint's authority, makes tokens (Token <c>MintTo</c>, <c>MintToChecked</c>).</summary>
    MintTo,

    /// <summary>The wallet, as a mint's freeze authority, freezes or thaws an account.</summary>
    FreezeAccount,

    /// <summary>The wallet is one of the signers of a multisignature account of a token program.</summary>
    MultisigAuthority,

    /// <summary>A token account of the wallet is drawn on, or may be, by an authority that is not the wallet.</summary>
    ForeignAuthority,

    /// <summary>Which token leaves is told by a node alone: neither the instruction states it nor the account's address proves it.</summary>
    UnprovenMint,

    /// <summary>A known program is given the wallet's signature in an instruction that is not known, or not formed as it should be.</summary>
    UnknownInstruction,

    /// <summary>A program that the service can't read is given the wallet's signature, and could do anything in its name.</summary>
    UnknownProgram,

    /// <summary>A lookup table, or an entry of it, is not there: it could be filled in after the signature was made.</summary>
    UnresolvedAddress,

    /// <summary>The transaction never expires by itself: it may execute when the state of the chain is quite another.</summary>
    DurableNonce,

    /// <summary>The wallet pays a priority fee above the service's limit.</summary>
    HighFee,

    /// <summary>What the transaction takes can't be told by reading it, and its simulation failed or told too little.</summary>
    NotSimulated,
}
