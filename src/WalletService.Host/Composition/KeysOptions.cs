namespace WalletService.Host.Composition;

/// <summary>Providers of keys beside the one that makes new ones. Section <c>Keys</c>.</summary>
public sealed class KeysOptions
{
    /// <summary>Providers that sign for the wallets whose keys they made before: words of <see cref="KeysProvider"/>.</summary>
    public IList<string> AlsoServing { get; } = [];
}
