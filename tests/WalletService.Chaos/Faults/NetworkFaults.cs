using WalletService.Chaos.Parts;

namespace WalletService.Chaos.Faults;

/// <summary>Faults of RPC nodes, of the chain and of the key vault, by the controls of the local network and of the emulator.</summary>
internal sealed class NetworkFaults(CampaignParts parts)
{
    /// <summary>Answers of a signature that are damaged, each in another way.</summary>
    private static readonly string[] Damages =
    [
        "wrongSignatureCrc", "missingVerifiedDataCrc", "wrongName", "flippedSignatureBit", "shortSignature", "derSignature", "truncatedJson",
        "htmlSuccessPage", "emptyObject", "dataDamagedInTransit",
    ];

    public Task StrikeAsync(PlannedFault fault, CancellationToken timeIsUp) => fault.Target switch
    {
        FaultTarget.Node => StrikeNodeAsync(fault, timeIsUp),
        FaultTarget.Chain => StrikeChainAsync(fault, timeIsUp),
        FaultTarget.Vault => StrikeVaultAsync(fault, timeIsUp),
        FaultTarget.Service or FaultTarget.Broker or FaultTarget.Redis or FaultTarget.Postgres =>
            throw new InvalidOperationException($"{fault.Kind} strikes a process."),
    };

    private async Task StrikeNodeAsync(PlannedFault fault, CancellationToken timeIsUp)
    {
        var (node, amount) = (fault.Instance, fault.Amount);
        (string Control, object On, object? Off) step = fault.Kind switch
        {
            FaultKind.NodeDropsSends => ("drop", new { node, count = amount }, null),
            FaultKind.NodeHoldsSends => ("hold", new { node }, null),
            FaultKind.NodeLosesReplies => ("lose-replies", new { node, count = amount }, null),
            FaultKind.NodeHangs => ("hang", new { node, count = amount }, null),
            FaultKind.NodeIsSlow => ("delay", new { node, ms = amount }, new { node, ms = 0 }),
            FaultKind.NodeLimitsRate => ("http-status", new { node, status = 429, count = amount }, null),
            FaultKind.NodeIsUnavailable => ("http-status", new { node, status = 503, count = amount }, null),
            FaultKind.NodeIsBehind => ("stale", new { node, slots = amount }, new { node, slots = 0 }),
            FaultKind.NodeStatusesAreBehind =>
                ("stale", new { node, slots = amount, method = "getSignatureStatuses" }, new { node, slots = 0 }),
            FaultKind.NodeIsUnhealthy => ("unhealthy", new { node, on = true }, new { node, on = false }),
            FaultKind.NodeHidesStatuses => ("hide-statuses", new { node, count = amount }, new { node, count = 0 }),
            FaultKind.NodeMutesNotifications => ("mute-notifications", new { node, on = true }, new { node, on = false }),
            FaultKind.NodeDisconnects => ("disconnect", new { node }, null),
            _ => throw new InvalidOperationException($"{fault.Kind} strikes no node."),
        };
        await parts.Localnet.ControlAsync(step.Control, step.On);
        await fault.LastsAsync(timeIsUp);
        if (fault.Kind == FaultKind.NodeHoldsSends)
        {
            await parts.Localnet.ControlAsync("release", new { node });
        }
        else if (step.Off is not null)
        {
            await parts.Localnet.ControlAsync(step.Control, step.Off);
        }
    }

    private async Task StrikeChainAsync(PlannedFault fault, CancellationToken timeIsUp)
    {
        switch (fault.Kind)
        {
            case FaultKind.ChainFreezes:
                await parts.Localnet.ControlAsync("freeze", new { on = true });
                await fault.LastsAsync(timeIsUp);
                await parts.Localnet.ControlAsync("freeze", new { on = false });
                break;
            case FaultKind.ChainForks:
                await parts.Localnet.ControlAsync("freeze", new { on = true });
                await fault.LastsAsync(timeIsUp);

                // Above 30 they never land again by themselves.
                await parts.Localnet.ControlAsync("fork", new { landAfter = fault.Amount <= 30 ? fault.Amount : (int?)null });
                await parts.Localnet.ControlAsync("freeze", new { on = false });
                break;
            case FaultKind.ChainExpiresBlockhashes:
                await parts.Localnet.ControlAsync("expire-blockhashes");
                break;
            case FaultKind.ChainIsCrowded:
                await parts.Localnet.ControlAsync("max-tx-per-slot", new { count = fault.Amount });
                await fault.LastsAsync(timeIsUp);
                await parts.Localnet.ControlAsync("max-tx-per-slot");
                break;
            default:
                throw new InvalidOperationException($"{fault.Kind} does not strike the chain.");
        }
    }

    private async Task StrikeVaultAsync(PlannedFault fault, CancellationToken timeIsUp)
    {
        var (kind, times, delayMs) = fault.Kind switch
        {
            FaultKind.VaultIsUnavailable => ("unavailable", 0, 0),
            FaultKind.VaultLimitsRate => ("rateLimited", fault.Amount, 500),
            FaultKind.VaultHangs => ("hang", fault.Amount, 0),
            FaultKind.VaultIsSlow => ("latency", 0, fault.Amount),
            FaultKind.VaultLosesReplies => ("lostReply", fault.Amount, 0),
            FaultKind.VaultDamagesAnswers => (Damages[fault.At.Milliseconds % Damages.Length], fault.Amount, 0),
            FaultKind.VaultDeniesPermission => ("permissionDenied", fault.Amount, 0),
            _ => throw new InvalidOperationException($"{fault.Kind} does not strike the vault."),
        };
        await parts.Kms.BreakSigningAsync(kind, times, delayMs);
        if (times == 0)
        {
            await fault.LastsAsync(timeIsUp);
            await parts.Kms.ClearAsync();
        }
    }
}
