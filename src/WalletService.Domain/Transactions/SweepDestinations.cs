using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// No policy judges a sweep, so that it has to be one: its funds, and the rent of an account that it closes, go to another address of the
/// same wallet. The database says which these are, and whoever can write to it could say more; so the vault has to know the key behind the
/// address, each time before anything is signed. What only a sweep does has to be one, too.
/// </summary>
public sealed class SweepDestinations(IWalletStore wallets, IWalletKeys keys)
{
    /// <summary>Why the sweep may not be signed; null when its recipient is an address of the wallet.</summary>
    /// <exception cref="PortUnavailableException">The vault or the database can't be asked now.</exception>
    public async Task<WalletError?> FindRefusalAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        if (!transfer.IsSweep || transfer.Content.Recipient is not { } recipient
            || await FindKeyAsync(transfer, recipient, cancellationToken) is not { } key)
        {
            return Stray();
        }

        try
        {
            await keys.CheckAsync(transfer.WalletId, key, cancellationToken);
            return null;
        }
        catch (KeyUnusableException exception) when (exception.IsMismatch)
        {
            return Stray();
        }
        catch (KeyUnusableException exception)
        {
            return WalletErrors.SigningFailed(
                $"The key of the address that the sweep goes to can't be used ({exception.Reason}). Nothing was sent; ask the operator of the service.");
        }
    }

    /// <summary>
    /// The key on record whose address is the recipient. Where there is none the recipient is taken for the current address, which the
    /// vault contradicts: so this, too, is told as what it is, a record that was altered.
    /// </summary>
    private async Task<WalletKey?> FindKeyAsync(Transfer transfer, SolanaAddress recipient, CancellationToken cancellationToken)
    {
        var current = await wallets.FindAsync(transfer.UserId, transfer.WalletId, cancellationToken);
        for (var number = current?.KeyNumber ?? 0; number > 0; number--)
        {
            var known = await wallets.FindWithKeyAsync(transfer.UserId, transfer.WalletId, number, cancellationToken);
            if (known is not null && known.Address == recipient)
            {
                return known.Key;
            }
        }

        return current is null ? null : current.Key with { Address = recipient };
    }

    private static WalletError Stray() =>
        WalletErrors.SigningFailed("A sweep goes to another address of the same wallet only, and this one does not.");
}
