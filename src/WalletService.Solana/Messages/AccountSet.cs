namespace WalletService.Solana.Messages;

/// <summary>Every account of a message under construction, once, with all that any instruction asks of it.</summary>
internal sealed class AccountSet
{
    private readonly Dictionary<Address, Account> accounts = [];
    private readonly Address feePayer;

    private AccountSet(Address feePayer) => this.feePayer = feePayer;

    public static AccountSet Collect(Address feePayer, IReadOnlyList<Instruction> instructions)
    {
        var set = new AccountSet(feePayer);
        set.Add(AccountMeta.WritableSigner(feePayer));
        foreach (var instruction in instructions)
        {
            set.Add(AccountMeta.Readonly(instruction.ProgramId));
            set.accounts[instruction.ProgramId].IsInvoked = true;
            foreach (var account in instruction.Accounts)
            {
                set.Add(account);
            }
        }

        return set;
    }

    public void LoadFrom(IReadOnlyList<LookupTable> tables)
    {
        foreach (var account in accounts.Values.Where(account => !account.IsSigner && !account.IsInvoked))
        {
            foreach (var table in tables)
            {
                var index = IndexOf(table.Addresses, account.Address);
                if (index is not null)
                {
                    account.Table = table.Address;
                    account.TableIndex = index.Value;
                    break;
                }
            }
        }
    }

    public (IReadOnlyList<Account> Signers, IReadOnlyList<Account> Others) OrderedStatic()
    {
        var ordered = accounts.Values
            .Where(account => account.Table is null)
            .OrderByDescending(account => account.Address == feePayer)
            .ThenByDescending(account => account.IsWritable)
            .ThenBy(account => account.Address, AddressOrder.Instance)
            .ToLookup(account => account.IsSigner);
        return ([.. ordered[true]], [.. ordered[false]]);
    }

    public IReadOnlyList<(Address Table, IReadOnlyList<Account> Accounts)> OrderedLookups() =>
        [.. accounts.Values
            .Where(account => account.Table is not null)
            .GroupBy(account => account.Table!)
            .OrderBy(group => group.Key, AddressOrder.Instance)
            .Select(group => (group.Key, (IReadOnlyList<Account>)[.. group.OrderBy(account => account.Address, AddressOrder.Instance)]))];

    private static byte? IndexOf(IReadOnlyList<Address> addresses, Address address)
    {
        for (var i = 0; i < Math.Min(addresses.Count, WireLimits.MaxAddresses); i++)
        {
            if (addresses[i] == address)
            {
                return (byte)i;
            }
        }

        return null;
    }

    private void Add(AccountMeta meta)
    {
        if (!accounts.TryGetValue(meta.Address, out var account))
        {
            account = new Account(meta.Address);
            accounts.Add(meta.Address, account);
        }

        account.IsSigner |= meta.IsSigner;
        account.IsWritable |= meta.IsWritable;
    }

    /// <summary>One account; <see cref="Table"/> is set when it is loaded from a lookup table.</summary>
    internal sealed class Account(Address address)
    {
        public Address Address { get; } = address;

        public bool IsSigner { get; set; }

        public bool IsWritable { get; set; }

        public bool IsInvoked { get; set; }

        public Address? Table { get; set; }

        public byte TableIndex { get; set; }
    }
}
