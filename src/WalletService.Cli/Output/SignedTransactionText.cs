using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Output;

/// <summary>A signed transaction for people: the base64 stands alone on its line, so that it can be copied.</summary>
internal static class SignedTransactionText
{
    public static void Write(IAnsiConsole console, SignedTransactionDetails signed)
    {
        console.WriteLine($"signature {signed.Signature}");
        console.WriteLine(signed.Complete
            ? "complete: every required signature is there"
            : $"still to be signed by {string.Join(", ", signed.MissingSigners)}");
        console.Profile.Out.Writer.WriteLine(signed.Transaction);
    }
}
