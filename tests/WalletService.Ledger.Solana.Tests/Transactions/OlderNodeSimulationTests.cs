using System.Net;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Tests.Nodes;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>
/// A node that tells neither the balances before nor the fee with its simulation: both are asked for, and never guessed. The first
/// simulation shows only that the node is of that kind.
/// </summary>
public sealed class OlderNodeSimulationTests
{
    private static readonly TestWallet Wallet = TestWallet.Create();

    private static readonly ReadOnlyMemory<byte> Payment = Transaction.Create(MessageCompiler.CompileLegacy(
        Wallet.Address.ToKitAddress(),
        [SystemProgram.Transfer(Wallet.Address.ToKitAddress(), TestWallet.Create().Address.ToKitAddress(), 1_000)],
        Blockhash.FromBytes(TestWallet.Create().Address.Bytes.Span))).Serialize();

    [Fact]
    public async Task The_balance_is_read_on_both_sides_of_the_simulation()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        Simulation(node, slot: 95, after: 44_000);
        Balance(node, slot: 95, 50_000);
        Simulation(node, slot: 96, after: 44_000);
        Balance(node, slot: 97, 50_000);
        Fee(node, "5000");

        var simulation = await SimulateAsync(ledger);

        Assert.Equal((50_000ul, 44_000ul, 5_000ul), (simulation.WalletBefore.Value, simulation.WalletAfter.Value, simulation.WalletFee.Value));
        Assert.Equal(1_000ul, simulation.Outflow.Value);
        Assert.Equal(96ul, simulation.Slot);
        Assert.Equal(96ul, node.LastParametersOf("getBalance")[1].GetProperty("minContextSlot").GetUInt64());
        Assert.Equal(95ul, node.LastParametersOf("simulateTransaction")[1].GetProperty("minContextSlot").GetUInt64());
    }

    [Fact]
    public async Task A_deposit_in_between_does_not_hide_what_leaves_the_wallet()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        Simulation(node, slot: 95, after: 44_000);
        Balance(node, slot: 95, 50_000);
        Simulation(node, slot: 96, after: 50_000);
        Balance(node, slot: 97, 56_000);
        Simulation(node, slot: 97, after: 50_000);
        Balance(node, slot: 98, 56_000);
        Fee(node, "5000");

        var simulation = await SimulateAsync(ledger);

        Assert.Equal(56_000ul, simulation.WalletBefore.Value);
        Assert.Equal(1_000ul, simulation.Outflow.Value);
    }

    [Fact]
    public async Task A_balance_that_never_stands_still_is_not_judged()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        for (var read = 0ul; read < 8; read++)
        {
            Balance(node, slot: 100, 50_000 + read);
            Simulation(node, slot: 100, after: 44_000);
        }

        await Assert.ThrowsAsync<PortUnavailableException>(() => SimulateAsync(ledger));
    }

    [Fact]
    public async Task A_fee_that_the_node_does_not_tell_is_not_zero()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        StillBalances(node);
        Fee(node, "null");
        Fee(node, "null");
        Fee(node, "null");

        await Assert.ThrowsAsync<PortUnavailableException>(() => SimulateAsync(ledger));
    }

    [Fact]
    public async Task The_fee_is_asked_for_with_a_blockhash_that_the_node_knows()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        StillBalances(node);
        Fee(node, "null");
        Fee(node, "7777");

        Assert.Equal(7_777ul, (await SimulateAsync(ledger)).WalletFee.Value);

        var asked = Message.Parse(Convert.FromBase64String(node.LastParametersOf("getFeeForMessage")[0].GetString()!));
        Assert.Equal("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", asked.Blockhash.ToString());
        Assert.Equal(Wallet.Address.ToKitAddress(), asked.FeePayer);
    }

    [Fact]
    public async Task A_node_that_answers_from_the_past_is_not_believed()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        Simulation(node, slot: 94, after: 44_000);

        await Assert.ThrowsAsync<PortUnavailableException>(() => SimulateAsync(ledger));
    }

    [Fact]
    public async Task A_node_that_tells_the_balances_is_asked_once()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("simulateTransaction", HttpStatusCode.OK, ScriptedNode.InContext(
            slot: 96,
            """
            {"err":null,"logs":[],"unitsConsumed":150,"accounts":[null],"fee":5000,
            "preBalances":[50000,0,1],"postBalances":[44000,1000,1],"loadedAddresses":{"writable":[],"readonly":[]}}
            """));

        var simulation = await SimulateAsync(ledger);

        Assert.Equal((50_000ul, 44_000ul, 5_000ul), (simulation.WalletBefore.Value, simulation.WalletAfter.Value, simulation.WalletFee.Value));
        Assert.Equal((1, 0, 0), (node.CountOf("simulateTransaction"), node.CountOf("getBalance"), node.CountOf("getFeeForMessage")));
    }

    private static void StillBalances(ScriptedNode node)
    {
        Simulation(node, slot: 95, after: 44_000);
        Balance(node, slot: 95, 50_000);
        Simulation(node, slot: 96, after: 44_000);
        Balance(node, slot: 97, 50_000);
    }

    private static void Balance(ScriptedNode node, ulong slot, ulong lamports) =>
        node.Enqueue("getBalance", HttpStatusCode.OK, ScriptedNode.InContext(slot, $"{lamports}"));

    private static void Fee(ScriptedNode node, string lamports) =>
        node.Enqueue("getFeeForMessage", HttpStatusCode.OK, ScriptedNode.InContext(slot: 97, lamports));

    private static void Simulation(ScriptedNode node, ulong slot, ulong after) => node.Enqueue(
        "simulateTransaction",
        HttpStatusCode.OK,
        ScriptedNode.InContext(
            slot,
            $$"""
            {"err":null,"logs":[],"unitsConsumed":150,"accounts":[{"lamports":{{after}},"owner":"11111111111111111111111111111111",
            "data":["","base64"],"executable":false,"rentEpoch":18446744073709551615,"space":0}]}
            """));

    private static Task<TransactionSimulation> SimulateAsync(SolanaLedger ledger) =>
        ledger.Callers.SimulateAsync(Payment, Wallet.Address, minimumSlot: 95, CancellationToken.None);

    private static Task<SolanaLedger> StartAsync(ScriptedNode node) => SolanaLedger.StartAsync(
        ScriptedNode.Endpoint, webSocketUrl: null, node, ("BlockhashRefreshInterval", "00:00:09"));
}
