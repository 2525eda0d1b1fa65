using WalletService.Domain.Deposits;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Deposits;

internal sealed record DepositRow(
    Guid Id,
    Guid WalletId,
    string UserId,
    string Account,
    string? Mint,
    string? Program,
    short Decimals,
    decimal Amount,
    string Signature,
    decimal Slot,
    DateTime? BlockTime,
    string Status,
    DateTime DetectedAt,
    DateTime? ReceivedAt)
{
    public const string Columns =
        """
        deposits.id, deposits.wallet_id AS WalletId, deposits.user_id AS UserId, deposits.account, deposits.mint, deposits.program,
        deposits.decimals, deposits.amount, deposits.signature, deposits.slot, deposits.block_time AS BlockTime, deposits.status,
        deposits.detected_at AS DetectedAt, deposits.received_at AS ReceivedAt
        """;

    public Deposit ToDeposit() => new()
    {
        Id = Id,
        WalletId = Domain.Values.WalletId.From(WalletId),
        UserId = Domain.Values.UserId.Parse(UserId),
        Account = SolanaAddress.Parse(Account),
        Mint = Mint is null ? null : SolanaAddress.Parse(Mint),
        Program = Program is null ? null : SolanaAddress.Parse(Program),
        Decimals = (byte)Decimals,
        Amount = (ulong)Amount,
        Signature = TransactionSignature.Parse(Signature),
        Slot = (ulong)Slot,
        BlockTime = BlockTime.AsUtc(),
        Status = Enum.Parse<DepositStatus>(Status, ignoreCase: true),
        DetectedAt = DetectedAt.AsUtc(),
        ReceivedAt = ReceivedAt.AsUtc(),
    };
}
