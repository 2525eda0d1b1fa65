namespace WalletService.Domain.Inspection;

/// <summary>Findings as callers are told of them.</summary>
internal static class FindingTexts
{
    /// <summary>One sentence.</summary>
    public static string Describe(Finding finding)
    {
        var where = finding.Instruction == 0 ? "The transaction" : $"Instruction {finding.Instruction}";
        var subject = finding.Subject?.Value ?? "nobody";
        return finding.Kind switch
        {
            FindingKind.SetAuthority => $"{where} gives the authority over a token account or mint to {subject}.",
            FindingKind.Approve => $"{where} lets {subject} move tokens of the wallet.",
            FindingKind.Assign => $"{where} gives an account of the wallet to the program {subject}.",
            FindingKind.Allocate => $"{where} puts data into an account of the wallet, which could pay no more.",
            FindingKind.CloseAccount => $"{where} closes a token account in favour of {subject}.",
            FindingKind.AuthorizeNonce => $"{where} gives the authority over a nonce account to {subject}.",
            FindingKind.MintTo => $"{where} makes tokens of the mint {subject} by the wallet's authority.",
            FindingKind.FreezeAccount => $"{where} freezes or thaws the token account {subject} by the wallet's authority.",
            FindingKind.MultisigAuthority => $"{where} uses the wallet as a signer of the multisignature account {subject}.",
            FindingKind.ForeignAuthority => $"{where} may draw on a token account of the wallet by the authority of {subject}.",
            FindingKind.UnprovenMint => $"{where} moves tokens without saying of which mint.",
            FindingKind.UnknownInstruction => $"{where} uses the wallet's signature in a way of the program {subject} that is not known here.",
            FindingKind.UnknownProgram => $"{where} gives the wallet's signature to the program {subject}, which could do anything with it.",
            FindingKind.UnresolvedAddress => $"{where} uses the lookup table {subject}, which is missing or lacks the entry.",
            FindingKind.DurableNonce => $"{where} advances a nonce, so that the transaction never expires.",
            FindingKind.HighFee => $"{where} pays more for priority than the service allows.",
            FindingKind.NotSimulated => $"{where} does what only a simulation could tell, and it failed or told no token balances.",
        };
    }
}
