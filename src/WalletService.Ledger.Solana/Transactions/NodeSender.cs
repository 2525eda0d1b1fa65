using Microsoft.Extensions.Logging;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Hands signed bytes to one node, once, and puts its answer into the domain's words.</summary>
internal sealed class NodeSender(ILogger<NodeSender> logger)
{
    private const string Method = "sendTransaction";

    /// <summary>Throws only when cancelled.</summary>
    public async Task<NodeSend> SendAsync(SolanaNode node, TransferAttempt attempt, bool preflight, CancellationToken cancellationToken)
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
                return NodeSend.Accepted;
            }

            logger.OtherSignatureAnswered(node.Name, attempt.Signature.Value, answered.ToString());
            return NodeSend.Unknown($"{node.Name} answered with another signature.", mayHaveTaken: true);
        }
        catch (NodeUnavailableException exception)
        {
            logger.SendOutcomeUnknown(node.Name, attempt.Signature.Value, exception.Message);
            return NodeSend.Unknown(exception.Message, exception.MayHaveActed, exception.WasAsked ? null : exception.RetryAfter);
        }
        catch (RpcException exception)
        {
            return Classify(node, attempt, exception);
        }
    }

    private NodeSend Classify(SolanaNode node, TransferAttempt attempt, RpcException exception)
    {
        if (exception.Code == RpcErrorCode.SignatureVerificationFailure)
        {
            return Refuse("\"SignatureFailure\"");
        }

        if (exception.PreflightFailure?.Error is not { } error)
        {
            return NodeSend.Unknown($"{node.Name} answered with code {exception.Code}.", mayHaveTaken: true);
        }

        if (error.IsAlreadyProcessed)
        {
            logger.AlreadyProcessed(node.Name, attempt.Signature.Value);
            return NodeSend.AlreadyProcessed;
        }

        return error.IsBlockhashNotFound
            ? NodeSend.Unknown($"{node.Name} does not know the blockhash: it is behind, or the transaction has expired.", mayHaveTaken: false)
            : Refuse(error.RawJson);

        NodeSend Refuse(string chainError)
        {
            logger.SendRefused(node.Name, attempt.Signature.Value, chainError);
            return NodeSend.Refused(chainError);
        }
    }
}
