using System.CommandLine;
using System.CommandLine.Parsing;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary>Which transaction is meant: by its id, or by the request that made it.</summary>
internal sealed class TransactionSubject
{
    public Argument<string?> Id { get; } = new("id") { Description = "The transaction's id.", Arity = ArgumentArity.ZeroOrOne };

    public Option<string?> RequestId { get; } = new("--request-id") { Description = "The request id with which it was asked for, instead of the id." };

    public void Validate(CommandResult result)
    {
        if ((result.GetValue(Id) is null) == (result.GetValue(RequestId) is null))
        {
            result.AddError("Give the transaction's id or --request-id, and not both.");
        }
    }

    public GetTransaction Read(ParseResult arguments, string userId) => new()
    {
        UserId = userId,
        TransactionId = arguments.GetValue(Id),
        RequestId = arguments.GetValue(RequestId),
    };
}
