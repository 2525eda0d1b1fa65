using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Transactions;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>One outcome of what several nodes said.</summary>
public sealed class NodeSendTests
{
    private static readonly NodeSend Refused = NodeSend.Refused("\"AccountNotFound\"");
    private static readonly NodeSend NotTaken = NodeSend.Unknown("It is behind.", mayHaveTaken: false);
    private static readonly NodeSend Silent = NodeSend.Unknown("It did not answer.", mayHaveTaken: true);

    [Fact]
    public void One_that_has_it_is_enough()
    {
        Assert.IsType<SendOutcome.Accepted>(NodeSend.Combine([Silent, Refused, NodeSend.Accepted]));
        Assert.IsType<SendOutcome.AlreadyProcessed>(NodeSend.Combine([NodeSend.Accepted, Refused, NodeSend.AlreadyProcessed]));
    }

    [Fact]
    public void A_refusal_counts_when_no_node_may_have_taken_it()
    {
        Assert.Equal("\"AccountNotFound\"", Assert.IsType<SendOutcome.Refused>(NodeSend.Combine([NotTaken, Refused])).ChainError);
        Assert.IsType<SendOutcome.Refused>(NodeSend.Combine([Refused, Refused]));
    }

    [Fact]
    public void A_refusal_does_not_count_beside_a_node_that_may_have_taken_it() =>
        Assert.IsType<SendOutcome.Unknown>(NodeSend.Combine([Silent, Refused]));

    [Fact]
    public void All_reasons_of_an_unknown_outcome_are_told() =>
        Assert.Equal("It is behind. It did not answer.", Assert.IsType<SendOutcome.Unknown>(NodeSend.Combine([NotTaken, Silent])).Reason);
}
