using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Output;

/// <summary>A signed message for people: what is to be copied stands alone on its line.</summary>
internal static class SignedMessageText
{
    public static void Write(IAnsiConsole console, SignedMessageDetails signed)
    {
        console.WriteLine($"signer {signed.Signer}");
        console.WriteLine($"signature {signed.Signature}");
        console.WriteLine($"off-chain message, version {signed.FormatVersion}, the bytes signed in base64:");
        console.Profile.Out.Writer.WriteLine(signed.SignedBytes);
    }
}
