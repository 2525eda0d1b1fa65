using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Contracts;
using WalletService.Domain.Balances;
using WalletService.Domain.Deposits;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests;

/// <summary>The examples in docs/api.md are sent, and their replies have the fields that the document shows.</summary>
public sealed partial class ApiDocumentTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    private const string WalletIdInDocument = "0197a1b2-c3d4-7000-8000-000000000017";
    private const string MintInDocument = "2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo";
    private const string UserIdInDocument = "user-17";

    private const string TransactionIdInDocument = "0197a1b3-0000-7000-8000-000000000042";

    /// <summary>The in-memory chain of these tests knows no clock, and finalizes without confirming first.</summary>
    private static readonly string[] KnownByRealChainsOnly = ["blockTime", "times.confirmedAt"];

    private readonly TaskCompletionSource signing = new();
    private readonly TaskCompletionSource maySign = new();

    [Fact]
    public async Task Every_example_is_answered_with_the_fields_that_the_document_shows()
    {
        var sections = Sections();
        Assert.Equal(Routes.All, sections.Select(section => section.Route));
        var userId = Some.User();
        FundedWallet? wallet = null;
        foreach (var (route, request, reply) in sections)
        {
            await PrepareAsync(route, wallet);

            var body = request.Replace(UserIdInDocument, userId, StringComparison.Ordinal)
                .Replace(WalletIdInDocument, wallet?.WalletId, StringComparison.Ordinal)
                .Replace(TransactionIdInDocument, await TransactionOfAsync(route, wallet), StringComparison.Ordinal);
            if (JsonNode.Parse(body) is JsonObject json && json.ContainsKey("transaction"))
            {
                // The in-memory wire format stands in for Solana's.
                json["transaction"] = wallet!.Transaction(fixture.Service.Ledger);
                body = json.ToJsonString();
            }

            // Approvers have to be identified: by the broker's user, as it checks it.
            var answer = await fixture.Caller.AskAsync(
                route, body, properties => properties.UserId = IsApproval(route) ? fixture.Service.Broker.UserName : null);
            Assert.True(answer.Success, $"{route}: {answer.Body}");
            if (route is Routes.CreateWallet or Routes.RotateKey)
            {
                wallet = new FundedWallet(userId, answer.Text("walletId"), answer.Text("address"));
                Fund(wallet);
            }

            Assert.Equal(FieldsOf(JsonNode.Parse(reply)!).Where(field => !IsKnownByRealChainsOnly(field)), FieldsOf(answer.Json));
        }

        maySign.SetResult();
    }

    [Fact]
    public void The_table_lists_every_route()
    {
        var listed = TableRow().Matches(Document()).Select(match => match.Groups["route"].Value);
        Assert.Equal(Routes.All, listed);
    }

    private static bool IsKnownByRealChainsOnly(string field) =>
        KnownByRealChainsOnly.Any(end => field.EndsWith("." + end, StringComparison.Ordinal));

    private static bool IsApproval(string route) => route is Routes.ApproveTransaction or Routes.RejectTransaction;

    /// <summary>Has every payment of the user approved by two.</summary>
    private async Task AskForApprovalsAsync(string userId)
    {
        var rules = $$"""
            {"form":1,"approvals":{"approvers":["{{fixture.Service.Broker.UserName}}","treasury"],"required":2,"above":[{"asset":"SOL","amount":"0"}]} }
            """;
        Assert.True(PolicyDocumentReader.TryRead(rules, out var document, out var fault), fault?.ToString());
        await fixture.Service.Services.GetRequiredService<IPolicyStore>().SetAsync(
            new PolicyDraft(
                PolicyScope.Of(UserId.Parse(userId)), document, CallerId.Parse("operations"), TimeProvider.System.GetUtcNow()),
            default);
    }

    /// <summary>
    /// A transaction to ask for: one that has ended, or, to be cancelled, one that waits for its signature, or, to be approved or refused,
    /// one that waits for that.
    /// </summary>
    private async Task<string?> TransactionOfAsync(string route, FundedWallet? wallet)
    {
        var isCancel = route == Routes.CancelTransaction;
        if (!isCancel && !IsApproval(route) && route != Routes.GetTransaction)
        {
            return null;
        }

        if (isCancel)
        {
            fixture.Service.Keys.BeforeSigning = () =>
            {
                signing.SetResult();
                return maySign.Task;
            };
        }

        if (IsApproval(route))
        {
            await AskForApprovalsAsync(wallet!.UserId);
        }

        var made = await fixture.Caller.AskAsync(Routes.TransferSol, new
        {
            userId = wallet!.UserId,
            walletId = wallet.WalletId,
            recipient = Some.Address(),
            amount = "0.25",
            memo = "invoice 4711",
            waitFor = "finalized",
            waitMs = isCancel ? 0 : 20_000,
        });
        await (isCancel ? signing.Task : Task.CompletedTask);
        return made.Text("transactionId");
    }

    private static string Document() => File.ReadAllText(RepositoryRoot.PathOf("docs", "api.md"));

    private static (string Route, string Request, string Reply)[] Sections() =>
        [.. Section().Matches(Document()).Select(match =>
            (match.Groups["route"].Value, match.Groups["request"].Value, match.Groups["reply"].Value))];

    /// <summary>Paths of all values, e.g. <c>data.wallets[].label:String</c>, in the order in which they stand.</summary>
    private static IEnumerable<string> FieldsOf(JsonNode? node, string path = "") => node switch
    {
        JsonObject fields => fields.SelectMany(field => FieldsOf(field.Value, path.Length == 0 ? field.Key : $"{path}.{field.Key}")),
        JsonArray { Count: > 0 } items => FieldsOf(items[0], $"{path}[]"),
        _ => [path],
    };

    /// <summary>Brings about what the document takes for granted.</summary>
    private async Task PrepareAsync(string route, FundedWallet? wallet)
    {
        if (route == Routes.ListDeposits)
        {
            await DepositAsync(wallet!);
        }
        else if (route == Routes.ArchiveWallet)
        {
            var other = await fixture.Caller.AskAsync(Routes.CreateWallet, new { userId = wallet!.UserId, label = "Other" });
            await fixture.Caller.AskAsync(Routes.SetActiveWallet, new { userId = wallet.UserId, walletId = other.Text("walletId") });
        }
    }

    /// <summary>Books a token payment to the wallet.</summary>
    private async Task DepositAsync(FundedWallet wallet)
    {
        var books = fixture.Service.Services.GetRequiredService<IDepositBooks>();
        var chain = new ScriptedChain();
        await books.OpenAsync(chain.Position, default);
        var payment = ChainTransactions.OfTokens(new TokenChange(
            ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), SolanaAddress.Parse(wallet.Address), Before: null, After: 12_500_000));
        var block = chain.Add(payment) with { Time = null };
        var position = (await books.TakeTurnAsync("test", TimeSpan.FromMinutes(1), default)).Position!;
        Assert.NotNull(await books.BookAsync(position, [block], view => new Bookkeeper(TimeProvider.System).Book([block], view), default));
    }

    private void Fund(FundedWallet wallet)
    {
        fixture.Service.Ledger.Fund(SolanaAddress.Parse(wallet.Address), 10_000_000_000);
        var mint = SolanaAddress.Parse(MintInDocument);
        fixture.Service.Ledger.Mints[mint.Value] = FakeLedger.PlainMint() with
        {
            Program = SolanaAddress.Parse("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"),
            TransferFee = new TokenTransferFee(100, 1_000_000),
        };
        fixture.Service.Ledger.FundTokens(SolanaAddress.Parse(wallet.Address), mint, 50_000_000);
        fixture.Service.Ledger.Tokens = new TokenHoldings(
            [
                new TokenHolding
                {
                    Mint = SolanaAddress.Parse(Some.Address()),
                    TokenAccount = SolanaAddress.Parse(Some.Address()),
                    Program = "token",
                    Decimals = 6,
                    Amount = 12_500_000,
                    UiAmount = "12.5",
                    UiAmountMeaning = UiAmountMeaning.Exact,
                    IsAssociated = true,
                    State = "initialized",
                },
                new TokenHolding
                {
                    Mint = SolanaAddress.Parse(Some.Address()),
                    TokenAccount = SolanaAddress.Parse(Some.Address()),
                    Program = "token-2022",
                    Decimals = 2,
                    Amount = 1_000,
                    UiAmount = "10.51",
                    UiAmountMeaning = UiAmountMeaning.InterestBearing,
                    IsAssociated = false,
                    Symbol = "BOND",
                    Name = "A Bond",
                    State = "frozen",
                    Delegate = SolanaAddress.Parse(Some.Address()),
                    DelegatedAmount = 500,
                    CloseAuthority = SolanaAddress.Parse(Some.Address()),
                },
            ],
            0);
    }

    [GeneratedRegex(
        @"^## `(?<route>[a-zA-Z.]+)`$.*?```json\n(?<request>.*?)```.*?```json\n(?<reply>.*?)```",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(@"^\| `(?<route>wallet\.[a-zA-Z.]+)` \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TableRow();
}
