using System.Buffers.Binary;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>
/// A mint put into the local network's accounts as they would be on chain, so that every combination can be had; the real programs
/// work on it.
/// </summary>
internal sealed class TestToken
{
    private const int KindOffset = TokenAccount.BaseLength;
    private const int MintLength = 82;
    private const byte MintKind = 1;
    private const byte AccountKind = 2;
    private const ulong PlentyOfRent = 100_000_000;

    private readonly LocalnetProcess localnet;
    private readonly MintExtension[] extensions;

    private TestToken(LocalnetProcess localnet, Address program, MintExtension[] extensions)
    {
        this.localnet = localnet;
        this.extensions = extensions;
        Program = program;
    }

    public Address Mint { get; } = TestWallet.Create().Address.ToKitAddress();

    public SolanaAddress MintAddress => Mint.ToDomainAddress();

    public Address Program { get; }

    public static async Task<TestToken> CreateAsync(
        LocalnetProcess localnet, Address program, byte decimals = 6, params MintExtension[] extensions)
    {
        const int SupplyOffset = 36;
        const int DecimalsOffset = 44;
        const int InitializedOffset = 45;
        var token = new TestToken(localnet, program, extensions);
        var data = new byte[MintLength];
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(SupplyOffset), ulong.MaxValue);
        data[DecimalsOffset] = decimals;
        data[InitializedOffset] = 1;
        await token.PutAsync(token.Mint, WithExtensions(data, MintKind, extensions));
        return token;
    }

    public static Task<TestToken> CreateModernAsync(LocalnetProcess localnet, params MintExtension[] extensions) =>
        CreateAsync(localnet, TokenProgram.Token2022Id, 6, extensions);

    public SolanaAddress AccountOf(SolanaAddress wallet) =>
        AssociatedTokenProgram.FindAddress(wallet.ToKitAddress(), Program, Mint).ToDomainAddress();

    /// <summary>The wallet's associated token account, with so many base units.</summary>
    /// <param name="wallet">Whose address it is derived from.</param>
    /// <param name="amount">Base units.</param>
    /// <param name="isFrozen">By the issuer.</param>
    /// <param name="owner">Who owns it, when that is not the wallet any more.</param>
    /// <param name="further">Extensions beside those that the mint demands.</param>
    public Task HoldAsync(
        SolanaAddress wallet, ulong amount, bool isFrozen = false, SolanaAddress? owner = null, params MintExtension[] further)
    {
        const int OwnerOffset = 32;
        const int AmountOffset = 64;
        const int StateOffset = 108;
        var data = new byte[TokenAccount.BaseLength];
        Mint.Span.CopyTo(data);
        (owner ?? wallet).Bytes.Span.CopyTo(data.AsSpan(OwnerOffset));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(AmountOffset), amount);
        data[StateOffset] = (byte)(isFrozen ? TokenAccountState.Frozen : TokenAccountState.Initialized);
        return PutAsync(
            AccountOf(wallet).ToKitAddress(),
            WithExtensions(data, AccountKind, [.. extensions.SelectMany(DemandedOfAccounts), .. further]));
    }

    private static IEnumerable<MintExtension> DemandedOfAccounts(MintExtension extension) => (TokenExtensionType)extension.Type switch
    {
        TokenExtensionType.TransferFeeConfig => [MintExtension.Of(TokenExtensionType.TransferFeeAmount, new byte[sizeof(ulong)])],
        TokenExtensionType.TransferHook => [MintExtension.Of(TokenExtensionType.TransferHookAccount, 0)],
        TokenExtensionType.Pausable => [MintExtension.Of(TokenExtensionType.PausableAccount)],
        TokenExtensionType.NonTransferable => [MintExtension.Of(TokenExtensionType.NonTransferableAccount)],
        _ => [],
    };

    private static byte[] WithExtensions(byte[] data, byte kind, IReadOnlyCollection<MintExtension> extensions) => extensions.Count == 0
        ? data
        : [.. data, .. new byte[KindOffset - data.Length], kind, .. extensions.SelectMany(extension => extension.ToBytes())];

    private Task PutAsync(Address address, byte[] data) => localnet.ControlAsync("account", new
    {
        pubkey = address.ToString(),
        lamports = PlentyOfRent,
        data = Convert.ToBase64String(data),
        owner = Program.ToString(),
    });
}
