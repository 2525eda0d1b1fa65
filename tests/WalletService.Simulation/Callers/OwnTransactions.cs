using WalletService.Domain.Values;
using WalletService.Simulation.Chain;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Simulation.Callers;

/// <summary>Builds the transactions of callers who want to have their own bytes signed and sent.</summary>
internal static class OwnTransactions
{
    /// <summary>Without signatures: the wallet is the only signer.</summary>
    public static byte[] Build(SolanaAddress wallet, SolanaAddress recipient, Lamports lamports, string blockhash)
    {
        var source = Address.FromBytes(wallet.Bytes.Span);
        var transfer = SystemProgram.Transfer(source, Address.FromBytes(recipient.Bytes.Span), lamports.Value);
        return Transaction.Create(MessageCompiler.CompileLegacy(source, [transfer], Blockhash.Parse(blockhash))).Serialize();
    }

    /// <summary>A blockhash of the given age, as the caller got it from some node of its own.</summary>
    public static string BlockhashOf(SimulatedChain chain, int age)
    {
        var newest = chain.ViewAt(0).At("confirmed").Height;
        return chain.BlockAt(Math.Max(chain.FirstBlockHeight, newest - (ulong)age)).Blockhash;
    }
}
