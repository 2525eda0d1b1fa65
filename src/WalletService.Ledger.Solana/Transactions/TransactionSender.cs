using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Hands signed bytes to nodes and puts their answers into the domain's words. It repeats nothing: the tracker sends the same bytes
/// again for as long as their fate is open.
/// </summary>
internal sealed class TransactionSender(SolanaNodes nodes, ILogger<TransactionSender> logger)
{
    private const string Method = "sendTransaction";

    /// <summary>The first node that gives an answer of use; the others are asked only while there is none.</summary>
    public async Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken)
    {
        if (!nodes.AreTrusted)
        {
            return new SendOutcome.Unknown("The node has not yet shown that it belongs to the expected cluster; nothing was sent.");
        }

        var reasons = new List<string>();
        foreach (var node in nodes.All)
        {
            var outcome = await SendAsync(node, attempt, preflight, cancellationToken);
            if (outcome is not SendOutcome.Unknown unknown)
            {
                return outcome;
            }

            logger.SendOutcomeUnknown(node.Name, attempt.Signature.Value, unknown.Reason);
            reasons.Add(unknown.Reason);
        }

        return new SendOutcome.Unknown(string.Join(" ", reasons));
    }

    private async Task<SendOutcome> SendAsync(SolanaNode node, TransferAttempt attempt, bool preflight, CancellationToken cancellationToken)
    {
        var options = new SendOptions
        {
            SkipPreflight = !preflight,

            // Also without preflight: the node finds the transaction's expiry by it.
            PreflightCommitment = RpcCommitment.Confirmed,
            MaxRetries = 0,

            // A node that has not seen the blockhash's slot would refuse for a wrong reason.
            MinContextSlot = preflight ? attempt.ContextSlot : null,
        };
        try
        {
            var answered = await node.CallAsync(
                Method, (client, token) => client.SendTransactionAsync(attempt.WireTransaction, options, token), cancellationToken);
            if (string.Equals(answered.ToString(), attempt.Signature.Value, StringComparison.Ordinal))
            {
                return new SendOutcome.Accepted();
            }

            logger.OtherSignatureAnswered(node.Name, attempt.Signature.Value, answered.ToString());
            return new SendOutcome.Unknown($"{node.Name} answered with another signature.");
        }
        catch (NodeUnavailableException exception)
        {
            return new SendOutcome.Unknown(exception.Message);
        }
        catch (RpcException exception)
        {
            return Classify(node, attempt, exception);
        }
    }

    private SendOutcome Classify(SolanaNode node, TransferAttempt attempt, RpcException exception)
    {
        if (exception.Code == RpcErrorCode.SignatureVerificationFailure)
        {
            return Refuse("\"SignatureFailure\"");
        }

        if (exception.PreflightFailure?.Error is not { } error)
        {
            return new SendOutcome.Unknown($"{node.Name} answered with code {exception.Code}.");
        }

        if (error.IsAlreadyProcessed)
        {
            logger.AlreadyProcessed(node.Name, attempt.Signature.Value);
            return new SendOutcome.AlreadyProcessed();
        }

        return error.IsBlockhashNotFound
            ? new SendOutcome.Unknown($"{node.Name} does not know the blockhash: it is behind, or the transaction has expired.")
            : Refuse(error.RawJson);

        SendOutcome.Refused Refuse(string chainError)
        {
            logger.SendRefused(node.Name, attempt.Signature.Value, chainError);
            return new SendOutcome.Refused(chainError);
        }
    }
}
