using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>
/// Finds the accounts that a transfer of a mint with a hook needs behind its own four, as Token-2022 will find them again when it
/// calls the hook (spl-transfer-hook-interface, <c>add_extra_account_metas_for_execute</c>).
/// </summary>
public static class TransferHookAccounts
{
    /// <summary>The account of metas stands fifth in the call of the hook, before those that it names.</summary>
    private const int OwnAccounts = 5;

    /// <param name="call">The transfer. What it pays may decide which accounts are needed.</param>
    /// <param name="readAccountData">The data of an account; null when there is none.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>
    /// The accounts in order: those that the hook asks for, its program, and its account of metas; the program alone when there is
    /// no account of metas. None of them signs.
    /// </returns>
    /// <exception cref="TransferHookException">What the hook asks for cannot be found.</exception>
    public static async Task<IReadOnlyList<AccountMeta>> FindAsync(
        TransferHookCall call,
        Func<Address, CancellationToken, Task<ReadOnlyMemory<byte>?>> readAccountData,
        CancellationToken cancellationToken)
    {
        var metasAddress = TransferHookInterface.FindMetasAddress(call.HookProgram, call.Mint);
        if (await readAccountData(metasAddress, cancellationToken) is not { Length: > 0 } metas)
        {
            return [AccountMeta.Readonly(call.HookProgram)];
        }

        if (!ExtraAccountList.TryParse(metas, out var extras))
        {
            throw new TransferHookException("The hook's account of metas does not hold a list of accounts for a transfer.");
        }

        List<AccountMeta> accounts =
        [
            AccountMeta.Readonly(call.Source),
            AccountMeta.Readonly(call.Mint),
            AccountMeta.Readonly(call.Destination),
            AccountMeta.Readonly(call.Owner),
            AccountMeta.Readonly(metasAddress),
        ];
        var resolution = new ExtraAccountResolution(
            call.HookProgram, TransferHookInterface.ExecuteData(call.Amount), accounts, readAccountData);
        foreach (var extra in extras)
        {
            var address = await resolution.FindAsync(extra, cancellationToken);
            accounts.Add(new AccountMeta(address, IsSigner: false, extra.IsWritable && !IsReadonlyIn(accounts, address)));
        }

        return [.. accounts.Skip(OwnAccounts), AccountMeta.Readonly(call.HookProgram), AccountMeta.Readonly(metasAddress)];
    }

    /// <summary>An account that the call has as read-only already stays so: the hook gains no right by naming it again.</summary>
    private static bool IsReadonlyIn(List<AccountMeta> accounts, Address address)
    {
        var same = accounts.Where(account => account.Address == address).ToList();
        return same.Count > 0 && same.TrueForAll(account => !account.IsWritable);
    }
}
