using WalletService.Domain.Deposits;
using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Keys;

/// <summary>When the key of an address may be destroyed.</summary>
public sealed class KeyDestructionServiceTests
{
    private readonly ManualTimeProvider time = new();
    private readonly KeyRotationOptions options = new();
    private readonly WalletId wallet;
    private readonly Scene scene;

    public KeyDestructionServiceTests()
    {
        wallet = WalletId.New(time);
        scene = new Scene(new WalletAddress(
            1, new WalletKey("fake", "fake/keys/1", ScriptedChain.NewAddress(), "SOFTWARE"), WalletAddressState.Retired, time.GetUtcNow()));
        time.Advance(options.DestroyAfter);
    }

    [Fact]
    public async Task An_empty_address_that_was_retired_for_long_is_given_up_and_then_destroyed()
    {
        Assert.Null(await DestroyAsync());

        Assert.Equal(["give up", "destroy"], scene.Done);
    }

    [Fact]
    public async Task One_that_is_given_up_already_is_gone_on_with()
    {
        scene.Address = scene.Address with { State = WalletAddressState.Destroying, Since = time.GetUtcNow() };

        Assert.Null(await DestroyAsync());
    }

    [Fact]
    public async Task An_address_of_another_wallet_is_refused() => await RefusedAsync("no such address", ScriptedChain.NewAddress());

    [Fact]
    public async Task The_current_address_is_refused()
    {
        scene.Address = scene.Address with { State = WalletAddressState.Current };
        await RefusedAsync("current");
    }

    [Fact]
    public async Task A_day_too_early_is_refused()
    {
        scene.Address = scene.Address with { Since = time.GetUtcNow() - options.DestroyAfter + TimeSpan.FromDays(1) };
        await RefusedAsync("may be destroyed from");
    }

    [Fact]
    public async Task A_single_lamport_is_enough_to_refuse()
    {
        scene.Holdings.Enqueue((1, 0));
        await RefusedAsync("1 lamports");
    }

    [Fact]
    public async Task A_single_unit_of_a_token_is_enough_to_refuse()
    {
        scene.Holdings.Enqueue((0, 1));
        await RefusedAsync("1 base units");
    }

    [Fact]
    public async Task An_empty_token_account_is_enough_to_refuse_because_of_its_rent()
    {
        scene.EmptyAccount = Empty();
        await RefusedAsync("is empty, and has not been closed");
        scene.EmptyAccount = Empty() with { CloseAuthority = scene.Address.Address };
        await RefusedAsync("is empty, and has not been closed");
    }

    [Fact]
    public async Task An_empty_token_account_that_somebody_else_may_close_keeps_no_key()
    {
        scene.EmptyAccount = Empty() with { CloseAuthority = ScriptedChain.NewAddress() };

        Assert.Null(await DestroyAsync());
    }

    [Fact]
    public async Task What_pays_from_it_still_is_enough_to_refuse()
    {
        scene.Obstacle = "Transfers are on their way.";
        await RefusedAsync("on their way");
    }

    [Fact]
    public async Task A_key_of_a_vault_that_is_not_set_is_refused()
    {
        scene.Address = scene.Address with { Key = scene.Address.Key with { Provider = "aws" } };
        await RefusedAsync("'aws', and the vaults that are set are: other, fake");
    }

    [Fact]
    public async Task What_comes_in_at_the_last_moment_keeps_the_address()
    {
        scene.Holdings.Enqueue((0, 0));
        scene.Holdings.Enqueue((890_880, 0));

        Assert.Contains("890880 lamports", await DestroyAsync(), StringComparison.Ordinal);

        Assert.Equal(["give up", "keep"], scene.Done);
    }

    private static HeldToken Empty() => new(ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), Amount: 0, Slot: 1);

    private async Task RefusedAsync(string reason, SolanaAddress? address = null)
    {
        Assert.Contains(reason, await DestroyAsync(address), StringComparison.Ordinal);
        Assert.Empty(scene.Done);
    }

    private async Task<string?> DestroyAsync(SolanaAddress? address = null)
    {
        var service = new KeyDestructionService(scene, scene, [new OtherVault(), scene], options, time);
        var result = await service.DestroyAsync(wallet, address ?? scene.Address.Address, default);
        return result.TryGetValue(out _, out var refusal) ? null : refusal.Message;
    }

    /// <summary>A vault beside the key's own: it is never asked.</summary>
    private sealed class OtherVault : IKeyDestruction
    {
        public string Provider => "other";

        public Task<DateTimeOffset> ScheduleAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("The key is of another vault.");
    }

    /// <summary>One wallet with one address, its chain and its vault.</summary>
    private sealed class Scene(WalletAddress address) : IKeyRotations, IHoldingsReader, IKeyDestruction
    {
        public WalletAddress Address { get; set; } = address;

        public string? Obstacle { get; set; }

        /// <summary>What each look at the chain sees; nothing when there is none left.</summary>
        public Queue<(ulong Lamports, ulong Tokens)> Holdings { get; } = [];

        /// <summary>A token account that is there all the time.</summary>
        public HeldToken? EmptyAccount { get; set; }

        public List<string> Done { get; } = [];

        public string Provider => "fake";

        public Task<IReadOnlyList<WalletAddress>> ListAddressesAsync(WalletId walletId, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<WalletAddress>>([Address]);

        public Task<string?> GiveUpAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken)
        {
            if (Obstacle is null)
            {
                Done.Add("give up");
            }

            return Task.FromResult(Obstacle);
        }

        public Task KeepAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken)
        {
            Done.Add("keep");
            return Task.CompletedTask;
        }

        public Task<DateTimeOffset> ScheduleAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
        {
            Done.Add("destroy");
            return Task.FromResult(DateTimeOffset.UnixEpoch);
        }

        public Task<IReadOnlyList<WalletHoldings>> ReadAsync(IReadOnlyList<WatchedWallet> wallets, CancellationToken cancellationToken)
        {
            var (lamports, tokens) = Holdings.TryDequeue(out var seen) ? seen : (0, 0);
            HeldToken[] held = EmptyAccount is { } empty ? [empty] : tokens == 0 ? [] : [new HeldToken(ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), tokens, 1)];
            return Task.FromResult<IReadOnlyList<WalletHoldings>>([new WalletHoldings(wallets[0], lamports, 1, held, 1, 1)]);
        }

        public Task<RotationBeginning> BeginAsync(
            RotationRequest request, Func<RotationState, Domain.Errors.WalletError?> findObstacle, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is rotated here.");

        public Task<Wallet> CompleteAsync(KeyRotation rotation, WalletKey key, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is rotated here.");

        public Task RestoreAsync(WalletId walletId, IReadOnlyDictionary<int, WalletKey> keys, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is restored here.");

        public Task<IReadOnlyList<KeyRotation>> FindOpenAsync(DateTimeOffset begunBefore, int limit, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is rotated here.");
    }
}
