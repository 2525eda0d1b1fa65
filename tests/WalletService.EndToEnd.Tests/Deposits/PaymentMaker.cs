using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>Makes random transactions that bring something into wallets, take something out, or fail, in every form of the wire.</summary>
internal sealed class PaymentMaker(Random random, PaymentStage stage)
{
    private const byte CloseAccountCode = 9;
    private const byte BurnCode = 8;

    private static readonly string[] AllKinds =
    [
        "sol", "sol v0", "sol v0 table", "sol v1", "several wallets", "token", "token-2022", "new token account", "account closed to wallet",
        "fails", "to itself", "signed elsewhere", "burnt",
    ];

    public static IReadOnlyList<string> Kinds => AllKinds;

    /// <summary>A transaction ready to be sent.</summary>
    public byte[] Make(string kind, Blockhash blockhash)
    {
        var payer = random.GetItems(stage.Payers, 1)[0];
        var wallet = Wallet();
        var marker = MemoProgram.Memo($"{random.NextInt64()}");
        return kind switch
        {
            "sol" => Legacy(payer, [Pay(payer, wallet), marker], blockhash),
            "sol v0" => Sign(MessageCompiler.CompileV0(payer.Address, [Pay(payer, wallet), marker], blockhash), payer),
            "sol v0 table" => Sign(
                MessageCompiler.CompileV0(payer.Address, [Pay(payer, wallet), Pay(payer, Wallet()), marker], blockhash, [stage.Table]), payer),
            "sol v1" => V1(payer, [Pay(payer, wallet), marker], blockhash),
            "several wallets" => Legacy(
                payer, [Pay(payer, wallet), Pay(payer, Wallet()), Pay(payer, Wallet()), PayToken(payer, wallet, stage.Tokens[0]), marker], blockhash),
            "token" => Legacy(payer, [PayToken(payer, wallet, stage.Tokens[0]), marker], blockhash),
            "token-2022" => Legacy(payer, [PayToken(payer, wallet, stage.Tokens[1]), PayToken(payer, Wallet(), stage.Tokens[1]), marker], blockhash),
            "new token account" => Legacy(payer, [.. PayNewToken(payer, wallet), marker], blockhash),
            "account closed to wallet" => Legacy(payer, [.. CloseTo(payer, wallet), marker], blockhash),
            "fails" => Legacy(payer, [Pay(payer, wallet), SystemProgram.Transfer(payer.Address, wallet.Address, ulong.MaxValue), marker], blockhash),
            "to itself" => Legacy(wallet, [SystemProgram.Transfer(wallet.Address, wallet.Address, 1_000), marker], blockhash),
            "signed elsewhere" => Legacy(wallet, [Pay(wallet, Wallet()), PayToken(wallet, Wallet(), stage.Tokens[0]), marker], blockhash),
            "burnt" => Legacy(payer, [Burn(wallet, stage.Tokens[0]), marker], blockhash, wallet),
            _ => throw new ArgumentException($"There is no payment of the kind '{kind}'.", nameof(kind)),
        };
    }

    /// <summary>The first payment to a wallet that has nothing yet.</summary>
    public byte[] MakeFirst(TestKey wallet, ulong lamports, Blockhash blockhash)
    {
        var payer = random.GetItems(stage.Payers, 1)[0];
        return Legacy(payer, [SystemProgram.Transfer(payer.Address, wallet.Address, lamports)], blockhash);
    }

    private TestKey Wallet() => random.GetItems(stage.Wallets, 1)[0];

    private ulong Amount() => (ulong)random.NextInt64(1, 1_000_000);

    private Instruction Pay(TestKey from, TestKey to) => SystemProgram.Transfer(from.Address, to.Address, Amount());

    private Instruction PayToken(TestKey from, TestKey to, TestToken token) => TokenProgram.TransferChecked(
        token.Program, token.AccountOf(from), token.Mint, token.AccountOf(to), from.Address, Amount(), TestToken.Decimals);

    /// <summary>The account is made by the same transaction, unless an earlier one has; the associated token program calls two others for it.</summary>
    private IEnumerable<Instruction> PayNewToken(TestKey from, TestKey to)
    {
        var token = random.GetItems(stage.NewTokens, 1)[0];
        return [AssociatedTokenProgram.CreateIdempotent(from.Address, to.Address, token.Program, token.Mint), PayToken(from, to, token)];
    }

    /// <summary>Lamports that come by no transfer at all: those of a token account that is closed.</summary>
    private IEnumerable<Instruction> CloseTo(TestKey owner, TestKey wallet)
    {
        var token = stage.EmptyToken;
        return
        [
            AssociatedTokenProgram.CreateIdempotent(owner.Address, owner.Address, token.Program, token.Mint),
            new Instruction(
                token.Program,
                [AccountMeta.Writable(token.AccountOf(owner)), AccountMeta.Writable(wallet.Address), AccountMeta.ReadonlySigner(owner.Address)],
                new[] { CloseAccountCode }),
        ];
    }

    private Instruction Burn(TestKey owner, TestToken token)
    {
        var data = new byte[1 + sizeof(ulong)];
        data[0] = BurnCode;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), Amount());
        return new Instruction(
            token.Program,
            [AccountMeta.Writable(token.AccountOf(owner)), AccountMeta.Writable(token.Mint), AccountMeta.ReadonlySigner(owner.Address)],
            data);
    }

    private static byte[] Legacy(TestKey payer, IReadOnlyList<Instruction> instructions, Blockhash blockhash, params TestKey[] others) =>
        Sign(MessageCompiler.CompileLegacy(payer.Address, instructions, blockhash), [payer, .. others]);

    private static byte[] Sign(Message message, params TestKey[] signers)
    {
        var transaction = Transaction.Create(message);
        foreach (var signer in signers)
        {
            transaction = transaction.WithSignature(transaction.SignerIndex(signer.Address)!.Value, signer.Sign(message.Bytes));
        }

        return transaction.Serialize();
    }

    /// <summary>The same as a message of version 1, which the kit reads and does not make (SIMD-0385).</summary>
    private static byte[] V1(TestKey payer, IReadOnlyList<Instruction> instructions, Blockhash blockhash)
    {
        const uint ComputeUnitsAndDataSize = 0b1100;
        var legacy = MessageCompiler.CompileLegacy(payer.Address, instructions, blockhash);
        List<byte> bytes =
        [
            0x81, legacy.Header.RequiredSignatures, legacy.Header.ReadonlySigned, legacy.Header.ReadonlyUnsigned, .. LittleEndian(ComputeUnitsAndDataSize),
            .. blockhash.Span, (byte)legacy.Instructions.Count, (byte)legacy.Addresses.Count, .. legacy.Addresses.SelectMany(address => address.ToBytes()),
            .. LittleEndian(200_000), .. LittleEndian(1_000_000),
        ];
        foreach (var instruction in legacy.Instructions)
        {
            bytes.AddRange([instruction.ProgramIndex, (byte)instruction.AccountIndexes.Length, (byte)instruction.Data.Length, (byte)(instruction.Data.Length >> 8)]);
        }

        foreach (var instruction in legacy.Instructions)
        {
            bytes.AddRange([.. instruction.AccountIndexes.Span, .. instruction.Data.Span]);
        }

        return [.. bytes, .. payer.Sign(bytes.ToArray()).Span];
    }

    private static byte[] LittleEndian(uint number)
    {
        var bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return bytes;
    }
}
