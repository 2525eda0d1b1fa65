using System.Globalization;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>Judges mints by their extensions, as the operator has set the policy (<see cref="TokenOptions"/>).</summary>
internal sealed class MintPolicy(TokenOptions options)
{
    private readonly HashSet<TokenExtensionType> extensions = [.. options.AllowedExtensions.Select(name => Enum.Parse<TokenExtensionType>(name))];
    private readonly HashSet<Address> mints = [.. options.AllowedMints.Select(text => Address.Parse(text))];
    private readonly HashSet<Address> hookPrograms = [.. options.AllowedHookPrograms.Select(text => Address.Parse(text))];

    /// <summary>
    /// Null when the token may be paid. What can't be paid at all, and what nobody knows the meaning of, is refused whatever the operator
    /// allows.
    /// </summary>
    public MintRefusal? Judge(Address address, Mint mint)
    {
        foreach (var extension in mint.Extensions)
        {
            if (extension.KnownType is not { } type)
            {
                return new MintRefusal(
                    extension.Type.ToString(CultureInfo.InvariantCulture),
                    $"The token has an extension that this service does not know (type {extension.Type}), so what it does to a holder is unknown.");
            }

            if (MintDangers.HandlingOf(type) == ExtensionHandling.Refused)
            {
                return Refuse(type);
            }
        }

        return mints.Contains(address)
            ? null
            : mint.Extensions.Select(extension => Judge(extension.KnownType!.Value, mint)).FirstOrDefault(refusal => refusal is not null);
    }

    private MintRefusal? Judge(TokenExtensionType type, Mint mint) => MintDangers.HandlingOf(type) switch
    {
        ExtensionHandling.Accepted => null,
        ExtensionHandling.RefusedUnlessAllowed => extensions.Contains(type)
            ? null
            : Refuse(type, $" An operator may accept it: Tokens:AllowedExtensions ({type}) or Tokens:AllowedMints."),
        ExtensionHandling.DecidedByProgram => mint.Known.TransferHook?.ProgramId is not { } program || hookPrograms.Contains(program)
            ? null
            : Refuse(type, $" An operator may accept it: Tokens:AllowedHookPrograms ({program}) or Tokens:AllowedMints."),
        ExtensionHandling.Refused => Refuse(type),
    };

    private static MintRefusal Refuse(TokenExtensionType type, string advice = "") => new(type.ToString(), MintDangers.ReasonFor(type) + advice);
}
