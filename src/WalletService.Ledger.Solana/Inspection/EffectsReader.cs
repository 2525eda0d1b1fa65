using System.Security.Cryptography;
using WalletService.Domain.Inspection;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>
/// Reads what a transaction does with a wallet, from the message itself and what is known of its accounts. Only an instruction that names
/// the wallet is given its signature, so every such instruction is understood to the last byte or found to be unknown.
/// </summary>
internal sealed class EffectsReader(Address wallet)
{
    /// <summary>Programs that are given the wallet's signature, or none, and can do nothing with it.</summary>
    private static readonly HashSet<Address> Harmless = [MemoProgram.Id, ComputeBudgetProgram.Id];

    /// <summary>Programs of whose instructions reading tells everything that leaves.</summary>
    private static readonly HashSet<Address> ToldByReading = [.. Harmless, SystemProgram.Id, TokenProgram.Id, TokenProgram.Token2022Id];

    /// <summary>See <see cref="TransactionEffects.Digest"/>.</summary>
    public static string DigestOf(Message message, LoadedAddresses loaded)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(message.Bytes.Span);
        foreach (var address in loaded.Writable.Concat(loaded.Readonly))
        {
            hash.AppendData(address.Span);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <param name="message">The message to be signed.</param>
    /// <param name="accounts">What is known of its accounts.</param>
    public TransactionEffects Read(Message message, KnownAccounts accounts)
    {
        var effects = new EffectsBuilder();
        if (accounts.Loaded is { } loaded)
        {
            ReadAll(CallsOf(message, loaded), accounts, effects);
        }
        else
        {
            effects.Find(FindingKind.UnresolvedAddress, instruction: 0, accounts.UnresolvedTable);
        }

        if (IsDurable(message))
        {
            effects.Find(FindingKind.DurableNonce, instruction: 1);
        }

        return new TransactionEffects
        {
            Programs = [.. message.Instructions.Select(each => message.Addresses[each.ProgramIndex].ToDomain()).Distinct()],
            Movements = effects.Movements,
            Findings = effects.Findings,
            NeedsSimulation = effects.Findings.Count > 0
                || message.Instructions.Any(each => !ToldByReading.Contains(message.Addresses[each.ProgramIndex])),
            PriorityFee = message.FeePayer == wallet ? PriorityFeeReader.Read(message) : Lamports.Zero,
            Digest = DigestOf(message, accounts.Loaded ?? LoadedAddresses.None),
        };
    }

    /// <summary>The instructions with their accounts by address.</summary>
    public IReadOnlyList<InspectedCall> CallsOf(Message message, LoadedAddresses loaded) =>
        [.. message.Decompile(loaded).Select((instruction, index) => new InspectedCall(index + 1, instruction, wallet))];

    /// <summary>The runtime takes a transaction for a nonce transaction by its first instruction (Solana documentation, "Durable nonces").</summary>
    private static bool IsDurable(Message message) =>
        message.Instructions is [var first, ..]
        && message.Addresses[first.ProgramIndex] == SystemProgram.Id
        && SystemProgram.IsAdvanceNonceAccount(first.Data.Span);

    private static void ReadAll(IReadOnlyList<InspectedCall> calls, KnownAccounts accounts, EffectsBuilder effects)
    {
        foreach (var creation in calls.Where(IsAssociatedToken).Select(AssociatedTokenReader.FindCreation).OfType<CreatedTokenAccount>())
        {
            accounts.Tokens.Create(creation.Account, creation.Fact);
        }

        foreach (var call in calls)
        {
            Read(call, accounts, effects);
        }
    }

    private static void Read(InspectedCall call, KnownAccounts accounts, EffectsBuilder effects)
    {
        if (Harmless.Contains(call.Program))
        {
            return;
        }

        if (FindReader(call.Program) is { } reader)
        {
            if (!reader(call, accounts, effects) && call.NamesWallet)
            {
                effects.Find(FindingKind.UnknownInstruction, call.Number, call.Program);
            }
        }
        else if (call.NamesWallet)
        {
            effects.Find(FindingKind.UnknownProgram, call.Number, call.Program);
        }
        else if (accounts.Tokens.WritesWallets(call.Instruction))
        {
            effects.Find(FindingKind.ForeignAuthority, call.Number, call.Program);
        }
    }

    private static Func<InspectedCall, KnownAccounts, EffectsBuilder, bool>? FindReader(Address program)
    {
        if (program == SystemProgram.Id)
        {
            return (call, _, effects) => SystemProgramReader.TryRead(call, effects);
        }

        if (program == TokenProgram.Id || program == TokenProgram.Token2022Id)
        {
            return (call, accounts, effects) => TokenProgramReader.TryRead(call, accounts.Tokens, effects);
        }

        return program == AssociatedTokenProgram.Id
            ? (call, accounts, effects) => AssociatedTokenReader.TryRead(call, accounts.RentOf(call.Account(1)), effects)
            : null;
    }

    private static bool IsAssociatedToken(InspectedCall call) => call.Program == AssociatedTokenProgram.Id;
}
