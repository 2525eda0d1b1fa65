namespace WalletService.Mutations.Tests;

/// <summary>The rules that are taken out one at a time. <c>docs/correctness.md</c> lists them.</summary>
public static class Mutations
{
    private const string Judge = "WalletService.Ledger.Solana/Transactions/ExpiryJudge.cs";
    private const string Witness = "WalletService.Ledger.Solana/Transactions/NodeWitness.cs";
    private const string FinalWord = "WalletService.Ledger.Solana/Transactions/FinalWord.cs";
    private const string Sender = "WalletService.Ledger.Solana/Transactions/NodeSender.cs";
    private const string Watch = "WalletService.Domain/Transactions/TransferWatch.cs";
    private const string Observer = "WalletService.Domain/Transactions/TransferObserver.cs";
    private const string Rules = "WalletService.Domain/Transactions/TransferRules.cs";
    private const string Signer = "WalletService.Domain/Transactions/TransferSigner.cs";
    private const string Store = "WalletService.Embedded/Transactions/EmbeddedTransferStore.cs";
    private const string Pause = "WalletService.Ledger.Solana/Nodes/NodePause.cs";

    public static IReadOnlyList<Mutation> All { get; } =
    [
        new(
            "already-processed-is-a-refusal",
            "3: AlreadyProcessed means that it landed",
            "LyingNetwork",
            "A_reply_that_is_lost_after_execution",
            new Edit(Sender, "error.IsAlreadyProcessed", "false")),
        new(
            "no-rebroadcast",
            "2: the same bytes are sent again while nobody knows them",
            "LyingNetwork",
            "A_send_that_a_node_takes_and_forgets",
            new Edit(Watch, "time.GetUtcNow() - held.LastSent >= options.RebroadcastInterval", "false")),
        new(
            "an-answer-from-the-past-is-believed",
            "2: a status is looked up at or past the judged slot",
            "LyingNetwork",
            "A_node_that_answers_from_the_past",
            new Edit(Witness, "answer.Slot < judgedSlot", "false")),
        new(
            "one-node-is-enough",
            "2: every healthy node is asked, two at least",
            "LyingNetwork",
            "The_silence_of_one_node",
            new Edit(Judge, "Math.Min(WitnessesWhereThereAreSeveral, nodes.All.Count)", "1"),
            new Edit(
                Judge,
                "doubts.FirstOrDefault(entry => entry.Value is not null && entry.Key.Vitals.State == NodeState.Healthy).Value",
                "null")),
        new(
            "a-failed-look-up-finds-nothing",
            "2: an error means unknown",
            "LyingNetwork",
            "Statuses_that_fail_are_not",
            new Edit(Watch, "statuses is not null", "true"),
            new Edit(Witness, "new NodeTestimony.Doubtful(exception.Message)", "(NodeTestimony)new NodeTestimony.Nothing()")),
        new(
            "processed-is-confirmed",
            "2: what a fork can take away is not confirmed",
            "LyingNetwork",
            "A_processed_transaction_that_vanishes",
            new Edit(Observer, "status.Confirmation == Commitment.Confirmed && status.ChainError is null", "status.ChainError is null")),
        new(
            "expiry-is-judged-a-block-early",
            "2: a transaction can land one block after the last valid height",
            "LyingNetwork",
            "A_transaction_that_lands_in_the_last_possible_block",
            new Edit(Witness, "epoch.BlockHeight > attempt.LastValidBlockHeight + 1", "epoch.BlockHeight >= attempt.LastValidBlockHeight - 1"),
            new Edit(Witness, "valid.Value", "false")),
        new(
            "a-told-height-is-believed",
            "2: each witness is asked for the blockhash itself",
            "Ledger.Solana",
            "A_last_valid_height_that_was_told_too_low",
            new Edit(Witness, "valid.Value", "false")),
        new(
            "one-nodes-word-is-final",
            "2: what ends a transfer is said by two nodes where there are two",
            "Ledger.Solana",
            "No_node_alone_makes",
            new Edit(FinalWord, "open.Count == 0 || nodes.All.Count == 1", "nodes.All.Count > 0")),
        new(
            "expiry-is-judged-before-it-is-final",
            "2: the height is finalized",
            "Ledger.Solana",
            "Unknown_while_the_expiry_is_not_finalized",
            new Edit(Witness, "RpcCommitment.Finalized", "RpcCommitment.Confirmed")),
        new(
            "death-is-the-end",
            "2: a payment is signed again after a proven death while its request allows it",
            "LyingNetwork",
            "A_blockhash_that_expires_while_the_vault_is_slow",
            new Edit(Observer, "MayBeSignedAgain(held.Transfer)", "false")),
        new(
            "a-pause-is-ignored",
            "429 with Retry-After is honoured",
            "Ledger.Solana",
            "A_node_that_asks_for_a_pause",
            new Edit(Pause, "remaining > 0", "false")),
        new(
            "reservations-do-not-count",
            "6: available is what is on chain less what open intents hold back",
            "Domain",
            "Concurrent_transfers_never_overdraw",
            new Edit(Rules, "facts.SourceBalance.SubtractOrZero(position.Reserved)", "facts.SourceBalance")),
        new(
            "equal-payments-have-equal-bytes",
            "5: two equal payments are two payments",
            "Domain",
            "Equal_payments_at_the_same_moment",
            new Edit(Signer, "TransferVariation.Of(transfer.Id, turn)", "0U")),
        new(
            "every-version-may-write",
            "8: a change is conditional on the version",
            "Domain",
            "An_instance_that_was_only_slow",
            new Edit(Store, "stored.Transfer.Version == transfer.Version", "true")),
        new(
            "what-is-signed-is-not-checked",
            "7: the message is compared with the intent before it is signed",
            "Domain",
            "A_message_that_pays_somebody_else",
            new Edit(Signer, "messages.FindDifference(transfer, wallet, unsigned)", "(string?)null")),
    ];
}
