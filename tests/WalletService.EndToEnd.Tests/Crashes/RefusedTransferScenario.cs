namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment of more than the wallet has.</summary>
internal sealed class RefusedTransferScenario : TransferScenario
{
    public override string Name => "transferSol, too little money";

    protected override string FinalStatus => "Rejected";

    protected override string? ErrorCode => "INSUFFICIENT_FUNDS";

    protected override string Amount => "50";
}
