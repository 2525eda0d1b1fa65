using System.Buffers.Binary;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>What a caller's transaction takes from a wallet, as the local network simulates it.</summary>
[Collection(LocalnetTests.Name)]
public sealed class CallerTransactionTests(LocalnetFixture fixture)
{
    private const ulong Amount = 1_000_000;
    private static readonly Lamports Funds = new(10 * Lamports.PerSol);
    private static readonly Blockhash AnyHash = Blockhash.FromBytes(TestWallet.Create().Address.Bytes.Span);

    [Fact]
    public async Task A_payment_takes_its_amount_and_the_fee()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        var simulation = await SimulateAsync(wallet, Legacy(wallet, Pay(wallet, Amount)));

        Assert.Null(simulation.ChainError);
        Assert.Equal(Funds, simulation.WalletBefore);
        Assert.Equal(new Lamports(5_000), simulation.WalletFee);
        Assert.Equal(new Lamports(Amount), simulation.Outflow);
        Assert.Equal(Funds - new Lamports(Amount + 5_000), simulation.WalletAfter);
        Assert.Equal(150ul, simulation.UnitsConsumed);
        Assert.NotEmpty(simulation.Logs);
    }

    [Fact]
    public async Task What_is_simulated_is_what_happens()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var order = wallet.Pay(TestWallet.Create().Address, Amount, "for the record");
        var attempt = await wallet.SignAsync(fixture.Ledger.Transfers, order);

        var simulation = await fixture.Ledger.Callers.SimulateAsync(attempt.WireTransaction, wallet.Address, 0, CancellationToken.None);
        await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        var execution = await Eventually.HasValueAsync(() => fixture.Ledger.Network.GetExecutionAsync(
            attempt.Signature, order.Parties, Commitment.Confirmed, CancellationToken.None));

        Assert.Equal(execution.Fee, simulation.WalletFee);
        Assert.Equal(execution.SourceBefore, simulation.WalletBefore);
        Assert.Equal(execution.SourceAfter, simulation.WalletAfter);
        Assert.Equal(new Lamports(Amount), simulation.Outflow);
    }

    [Fact]
    public async Task A_wallet_that_is_not_the_fee_payer_pays_no_fee()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        var simulation = await SimulateAsync(wallet, Legacy(payer, Pay(wallet, Amount)));

        Assert.Null(simulation.ChainError);
        Assert.Equal(Lamports.Zero, simulation.WalletFee);
        Assert.Equal(new Lamports(Amount), simulation.Outflow);
        Assert.Equal(Funds - new Lamports(Amount), simulation.WalletAfter);
    }

    [Fact]
    public async Task The_fee_payer_pays_for_every_signature_and_the_priority()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var other = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var message = Legacy(
            wallet,
            ComputeBudgetProgram.SetComputeUnitLimit(1_000),
            ComputeBudgetProgram.SetComputeUnitPrice(2_000_000),
            Pay(other, Amount));

        var simulation = await SimulateAsync(wallet, message);

        Assert.Null(simulation.ChainError);
        Assert.Equal(new Lamports(10_000 + 2_000), simulation.WalletFee);
        Assert.Equal(Lamports.Zero, simulation.Outflow);
    }

    [Fact]
    public async Task What_a_wallet_gains_is_no_outflow()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var other = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var gain = SystemProgram.Transfer(other.Address.ToKitAddress(), wallet.Address.ToKitAddress(), Amount);

        var simulation = await SimulateAsync(wallet, Legacy(wallet, gain));

        Assert.Equal(Lamports.Zero, simulation.Outflow);
        Assert.Equal(new Lamports(10_000), simulation.WalletFee);
        Assert.Equal(Funds + new Lamports(Amount - 10_000), simulation.WalletAfter);
    }

    [Fact]
    public async Task A_recipient_from_a_lookup_table_is_paid_as_any_other()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var recipient = TestWallet.Create().Address.ToKitAddress();
        var table = await CreateTableAsync(recipient);
        var transfer = SystemProgram.Transfer(wallet.Address.ToKitAddress(), recipient, Amount);
        var message = MessageCompiler.CompileV0(wallet.Address.ToKitAddress(), [transfer], AnyHash, [table]);
        Assert.Single(message.Lookups);

        var simulation = await SimulateAsync(wallet, message);

        Assert.Null(simulation.ChainError);
        Assert.Equal(new Lamports(Amount), simulation.Outflow);
        Assert.Equal(new Lamports(5_000), simulation.WalletFee);
    }

    [Fact]
    public async Task A_wallet_from_a_lookup_table_is_found_as_well()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var table = await CreateTableAsync(TestWallet.Create().Address.ToKitAddress(), wallet.Address.ToKitAddress());
        var gain = SystemProgram.Transfer(payer.Address.ToKitAddress(), wallet.Address.ToKitAddress(), Amount);
        var message = MessageCompiler.CompileV0(payer.Address.ToKitAddress(), [gain], AnyHash, [table]);

        var simulation = await SimulateAsync(wallet, message);

        Assert.Equal(Funds, simulation.WalletBefore);
        Assert.Equal(Funds + new Lamports(Amount), simulation.WalletAfter);
        Assert.Equal(Lamports.Zero, simulation.WalletFee);
    }

    [Fact]
    public async Task A_wallet_that_does_not_take_part_keeps_its_balance()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        var simulation = await SimulateAsync(wallet, Legacy(payer, Pay(payer, Amount)));

        Assert.Equal((Funds, Funds, Lamports.Zero), (simulation.WalletBefore, simulation.WalletAfter, simulation.WalletFee));
    }

    [Fact]
    public async Task A_program_that_fails_leaves_the_balance_and_its_error()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        var simulation = await SimulateAsync(wallet, Legacy(wallet, Pay(wallet, Funds.Value * 2)));

        Assert.Equal("""{"InstructionError":[0,{"Custom":1}]}""", simulation.ChainError);
        Assert.Equal((Funds, Funds), (simulation.WalletBefore, simulation.WalletAfter));
        Assert.Equal(Lamports.Zero, simulation.Outflow);
    }

    [Fact]
    public async Task A_fee_payer_that_does_not_exist_is_an_error_of_the_chain()
    {
        var wallet = TestWallet.Create();

        var simulation = await SimulateAsync(wallet, Legacy(wallet, Pay(wallet, Amount)));

        Assert.Equal("\"AccountNotFound\"", simulation.ChainError);
        Assert.Equal(Lamports.Zero, simulation.WalletBefore);
    }

    [Fact]
    public async Task A_slot_that_no_node_has_reached_is_unavailable()
    {
        var wallet = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var wire = Transaction.Create(Legacy(wallet, Pay(wallet, Amount))).Serialize();

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => fixture.Ledger.Callers.SimulateAsync(wire, wallet.Address, ulong.MaxValue / 2, CancellationToken.None));
    }

    private static Instruction Pay(TestWallet from, ulong lamports) =>
        SystemProgram.Transfer(from.Address.ToKitAddress(), TestWallet.Create().Address.ToKitAddress(), lamports);

    private static Message Legacy(TestWallet payer, params IReadOnlyList<Instruction> instructions) =>
        MessageCompiler.CompileLegacy(payer.Address.ToKitAddress(), instructions, AnyHash);

    private Task<TransactionSimulation> SimulateAsync(TestWallet wallet, Message message) => fixture.Ledger.Callers.SimulateAsync(
        Transaction.Create(message).Serialize(), wallet.Address, minimumSlot: 0, CancellationToken.None);

    /// <summary>An address lookup table that was last extended long ago, by the layout of Agave's <c>LookupTableMeta</c>.</summary>
    private async Task<LookupTable> CreateTableAsync(params Address[] addresses)
    {
        const int HeadLength = 56;
        var data = new byte[HeadLength + (addresses.Length * Address.Length)];
        data[0] = 1;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(sizeof(uint)), ulong.MaxValue);
        for (var index = 0; index < addresses.Length; index++)
        {
            addresses[index].Span.CopyTo(data.AsSpan(HeadLength + (index * Address.Length)));
        }

        var table = TestWallet.Create().Address;
        await fixture.Localnet.ControlAsync("account", new
        {
            pubkey = table.Value,
            lamports = 10_000_000,
            data = Convert.ToBase64String(data),
            owner = AddressLookupTable.ProgramId.ToString(),
        });
        await Eventually.BecomesTrueAsync(async () =>
            (await fixture.Ledger.Reader.GetBalanceAsync(table, Commitment.Confirmed, CancellationToken.None)).Lamports > Lamports.Zero);
        return new LookupTable(table.ToKitAddress(), addresses);
    }
}
