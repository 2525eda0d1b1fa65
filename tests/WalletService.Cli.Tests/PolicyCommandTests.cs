using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;

namespace WalletService.Cli.Tests;

/// <summary>Policies and approvals on the command line.</summary>
public sealed class PolicyCommandTests : IDisposable
{
    private readonly CommandLine line = new();
    private readonly TemporaryFolder folder = new("policies");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Approvers_are_heard()
    {
        Assert.Equal(0, await line.RunAsync("approve", "t1", "-u", "ann"));
        Assert.Contains("2 of bob, cy", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("reject", "t1", "-u", "ann"));
        Assert.Equal(
            [
                new ApproveTransaction { UserId = "ann", TransactionId = "t1" },
                new RejectTransaction { UserId = "ann", TransactionId = "t1" },
            ],
            line.Client.Requests);
    }

    [Fact]
    public async Task Administrators_set_and_read_policies()
    {
        var file = Write("policy.json", """{"form":1}""");

        Assert.Equal(0, await line.RunAsync("policy", "set", "user", "ann", "--file", file, "--replaces", "2"));
        Assert.Equal(0, await line.RunAsync("policy", "get", "global"));
        Assert.Contains("version 3", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("policy", "list", "--limit", "1"));
        Assert.Contains("more: --cursor user:ann", line.Output, StringComparison.Ordinal);

        var set = Assert.IsType<SetPolicy>(line.Client.Requests[0]);
        Assert.Equal(("user", "ann", 2L, """{"form":1}"""), (set.Scope, set.Subject!, set.Replaces!.Value, set.Policy.GetRawText()));
        Assert.Equal([new GetPolicy { Scope = "global" }, new ListPolicies { Limit = 1 }], line.Client.Requests.Skip(1));
    }

    [Fact]
    public async Task What_is_no_policy_is_not_sent()
    {
        Assert.Equal(2, await line.RunAsync("policy", "set", "global", "--file", Write("policy.json", """{"form":1,"limit":5}""")));
        Assert.Contains("limit is no field of a policy", line.Messages, StringComparison.Ordinal);
        Assert.Empty(line.Client.Requests);
    }

    [Theory]
    [InlineData("100", 0, "It is allowed.")]
    [InlineData("101", 0, "It has to be approved: 1 of bob.")]
    [InlineData("201", 1, "It is denied.")]
    public async Task A_document_is_tried_out_without_a_service(string lamports, int exitCode, string answer)
    {
        var policy = Write(
            "policy.json",
            """
            {"form":1,"perTransaction":[{"asset":"SOL","maximum":"200"}],
             "approvals":{"approvers":["bob"],"required":1,"above":[{"asset":"SOL","amount":"100"}]}}
            """);
        var request = Write("request.json", $$"""{"kind":"transferSol","movements":[{"asset":"SOL","amount":"{{lamports}}"}]}""");

        Assert.Equal(exitCode, await line.RunAsync("policy", "test", policy, request));

        Assert.Contains(answer, line.Output, StringComparison.Ordinal);
        Assert.Contains("perTransaction[0].maximum", line.Output, StringComparison.Ordinal);
        Assert.Null(line.Connected);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(folder.Path, name);
        File.WriteAllText(path, content);
        return path;
    }
}
