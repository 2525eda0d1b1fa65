using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Policies;

/// <summary>What the contract suites of policies share.</summary>
public abstract class PolicyContract : StorageContract
{
    protected static readonly CallerId Administrator = CallerId.Parse("operations");

    protected const string OneOfTwo =
        """ "approvals":{"approvers":["ann","bob"],"required":1,"expiresAfterSeconds":600,"above":[{"asset":"SOL","amount":"100"}]} """;

    /// <summary>Policies of everything would be seen by other tests.</summary>
    public override async Task DisposeAsync()
    {
        if (await Storage.Policies.FindAsync(PolicyScope.Global, null, default) is not null)
        {
            await SetAsync(PolicyScope.Global, string.Empty);
        }

        await base.DisposeAsync();
    }

    protected static PolicyDocument Read(string rules) =>
        PolicyDocumentReader.TryRead(rules.Trim().Length == 0 ? """{"form":1}""" : $$"""{"form":1,{{rules}}}""", out var document, out var fault)
            ? document
            : throw new FormatException(fault.ToString());

    protected async Task<StoredPolicy> SetAsync(PolicyScope scope, string rules)
    {
        var set = await Storage.Policies.SetAsync(new PolicyDraft(scope, Read(rules), Administrator, Time.GetUtcNow()), default);
        Assert.NotNull(set);
        return set;
    }

    /// <summary>Receives a payment and decides on it as the service does when the funds suffice.</summary>
    protected async Task<Transfer> DecidedAsync(Wallet wallet, string key, ulong lamports)
    {
        var received = await ReceivedAsync(wallet, key, lamports);
        return await DecidedAsync(received, lamports);
    }

    protected async Task<Transfer> DecidedAsync(Transfer received, ulong lamports) => Moved(await Storage.Transfers.DecideAsync(
        received,
        position => PolicyGate.Judge(received, PolicyFacts.None, Accept(lamports), position.Policy, Time.GetUtcNow()),
        default));
}
