namespace WalletService.Domain.Freezes;

/// <summary>What a freeze is about, from the widest to the narrowest: of several that hold, the first is told.</summary>
public enum FreezeScope
{
    /// <summary>Nothing is signed at all: the kill switch.</summary>
    Everything,

    /// <summary>Nothing is signed with a user's wallets.</summary>
    User,

    /// <summary>Nothing is signed of what a calling service has asked for.</summary>
    Caller,

    /// <summary>Nothing is signed that pays in a token.</summary>
    Mint,

    /// <summary>Nothing is signed with a wallet.</summary>
    Wallet,
}
