using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using WalletService.Cli.Output;
using WalletService.Contracts.Policies;
using WalletService.Domain.Policies;

namespace WalletService.Cli.Commands;

/// <summary><c>policy</c>: sets and reads policies, for administrators; tries documents out, for everybody.</summary>
internal static class PolicyCommands
{
    public static Command Build(CommandRunner runner, Terminal terminal)
    {
        var command = new Command("policy", "Set, read and try out policies.");
        command.Subcommands.Add(Set(runner, terminal));
        command.Subcommands.Add(Get(runner));
        command.Subcommands.Add(List(runner));
        command.Subcommands.Add(Test(terminal));
        return command;
    }

    private static Command Set(CommandRunner runner, Terminal terminal)
    {
        var (scope, subject) = Scope();
        var file = new Option<FileInfo>("--file", "-f") { Description = "The document.", Required = true };
        var replaces = new Option<long?>("--replaces") { Description = "Only when this version is the newest; 0 for none at all." };
        var command = new Command("set", "Make a document the newest version of a scope's policy.") { scope, subject, file, replaces };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                if (await ReadAsync(arguments.GetRequiredValue(file), terminal, cancellationToken) is not { } text
                    || ReadDocument(text, terminal) is null)
                {
                    return ExitCodes.Usage;
                }

                using var document = JsonDocument.Parse(text);
                var set = await client.SetPolicyAsync(
                    new SetPolicy
                    {
                        Scope = arguments.GetRequiredValue(scope),
                        Subject = arguments.GetValue(subject),
                        Policy = document.RootElement.Clone(),
                        Replaces = arguments.GetValue(replaces),
                    },
                    cancellationToken);
                runner.Print(arguments, set, PolicyTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command Get(CommandRunner runner)
    {
        var (scope, subject) = Scope();
        var version = new Option<long?>("--version") { Description = "The newest when left out." };
        var command = new Command("get", "Show a policy.") { scope, subject, version };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new GetPolicy
                {
                    Scope = arguments.GetRequiredValue(scope),
                    Subject = arguments.GetValue(subject),
                    Version = arguments.GetValue(version),
                };
                runner.Print(arguments, await client.GetPolicyAsync(request, cancellationToken), PolicyTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var limit = new Option<int?>("--limit") { Description = "How many, at most 200." };
        var cursor = new Option<string?>("--cursor") { Description = "Where the page before ended." };
        var command = new Command("list", "List the newest policy of each scope.") { limit, cursor };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new ListPolicies { Limit = arguments.GetValue(limit), Cursor = arguments.GetValue(cursor) };
                runner.Print(arguments, await client.ListPoliciesAsync(request, cancellationToken), PolicyTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command Test(Terminal terminal)
    {
        var file = new Argument<FileInfo>("file") { Description = "The document." };
        var request = new Argument<FileInfo>("request") { Description = "A made-up request; docs/policy.md has examples." };
        var command = new Command("test", "Tell what a document answers to a request, and by which rules; asks no service.") { file, request };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            if (await ReadAsync(arguments.GetRequiredValue(file), terminal, cancellationToken) is not { } text
                || ReadDocument(text, terminal) is not { } document
                || await ReadAsync(arguments.GetRequiredValue(request), terminal, cancellationToken) is not { } asked)
            {
                return ExitCodes.Usage;
            }

            if (!PolicyQuestion.TryRead(asked, TimeProvider.System.GetUtcNow(), out var question, out var fault))
            {
                terminal.Messages.WriteLine($"The request: {fault.Path} {fault.Rule}.");
                return ExitCodes.Usage;
            }

            var verdict = question.By(document);
            PolicyTable.Write(terminal.Output, verdict);
            return verdict is PolicyVerdict.Deny ? ExitCodes.Refused : ExitCodes.Success;
        });
        return command;
    }

    private static (Argument<string> Scope, Argument<string?> Subject) Scope() => (
        new Argument<string>("scope") { Description = "global, user or wallet." },
        new Argument<string?>("subject")
        {
            Description = "The id of the user or wallet; left out for global.",
            Arity = ArgumentArity.ZeroOrOne,
        });

    private static async Task<string?> ReadAsync(FileInfo file, Terminal terminal, CancellationToken cancellationToken)
    {
        if (file.Exists)
        {
            return await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }

        terminal.Messages.WriteLine($"There is no file {file.FullName}.");
        return null;
    }

    private static PolicyDocument? ReadDocument(string text, Terminal terminal)
    {
        if (!PolicyDocumentReader.TryRead(text, out var document, out var fault))
        {
            terminal.Messages.WriteLine($"The policy: {fault.Path} {fault.Rule}.");
        }

        return document;
    }
}
