using WalletService.Domain.Deposits;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using Xunit;
using static WalletService.TestKit.Fakes.ChainTransactions;

namespace WalletService.TestKit.Contracts.Deposits;

/// <summary>What every <see cref="IDepositBooks"/> does, with the bookkeeping of the domain on top. Each test has a store of its own.</summary>
public abstract class DepositBooksContract : DepositContract
{
    [Fact]
    public async Task Books_a_deposit_of_SOL_once_with_its_event()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var payment = PaysTo(wallet.Address, 1_000);

        await BookAsync(Chain.Add(payment));

        var deposit = Assert.Single(await DepositsAsync(wallet));
        Assert.Equal((1_000UL, DepositStatus.Received, payment.Signature, Chain.Tip.Slot), (deposit.Amount, deposit.Status, deposit.Signature, deposit.Slot));
        Assert.Equal(["deposit +1000"], await LinesAsync(wallet));
        Assert.Equal(["created", "deposit.received", "balance.updated"], await EventTypesAsync(wallet));
        Assert.Equal(["wallet.created", "deposit.received"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Refuses_blocks_that_do_not_follow_from_where_the_books_are()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var position = Position;
        var block = Chain.Add(PaysTo(wallet.Address, 1_000));
        await BookAsync(block);

        Assert.Null(await Storage.DepositBooks.BookAsync(position, [block], view => Bookkeeper.Book([block], view), default));

        Assert.Single(await DepositsAsync(wallet));
        Assert.Equal(["deposit +1000"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task Lets_only_one_of_many_book_the_same_blocks()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var position = Position;
        var block = Chain.Add(PaysTo(wallet.Address, 1_000));

        var booked = await InParallelAsync(
            8, _ => Storage.DepositBooks.BookAsync(position, [block], view => Bookkeeper.Book([block], view), default));

        Assert.Single(booked, each => each is not null);
        Assert.Single(await DepositsAsync(wallet));
    }

    [Fact]
    public async Task Books_own_payments_as_withdrawals_and_fees()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var transfer = await SubmittedAsync(wallet);
        await BookAsync(Chain.Add(
            PaysTo(wallet.Address, 100_000),
            PaidBy(wallet.Address, 1_000, before: 100_000) with { Signature = transfer.Attempt!.Signature }));

        Assert.Equal(["deposit +100000", "fee -5000", "withdrawal -1000"], await LinesAsync(wallet));
        var books = await Storage.DepositHistory.ReadBooksAsync(wallet.Id, 0, 10, default);
        Assert.Equal([null, transfer.Id, transfer.Id], books.Select(line => line.TransactionId));
        Assert.Equal(94_000UL, books[^1].BalanceAfter);
        Assert.DoesNotContain("balance.unexplained", await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task Books_the_fee_alone_of_a_failed_transaction()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await BookAsync(Chain.Add(
            PaysTo(wallet.Address, 100_000),
            Of(Account(wallet.Address, 100_000, 100_000 - Fee)) with { IsFailed = true }));

        Assert.Equal(["deposit +100000", "fee -5000"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task Books_what_left_without_a_transfer_of_this_service_as_unexplained()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 100_000), PaidBy(wallet.Address, 1_000, before: 100_000)));

        Assert.Equal(["deposit +100000", "fee -5000", "unexplained -1000"], await LinesAsync(wallet));
        Assert.Equal(["created", "deposit.received", "balance.updated", "balance.unexplained", "balance.updated"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task Books_what_a_caller_sent_that_was_given_the_signature_as_signed()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var payment = PaidBy(wallet.Address, 1_000, before: 100_000);
        await GiveSignatureAsync(wallet, payment.Signature);
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 100_000), payment));

        Assert.Equal(["deposit +100000", "fee -5000", "signed -1000"], await LinesAsync(wallet));
        Assert.Equal(["balance.spent", "balance.updated"], (await EventTypesAsync(wallet)).TakeLast(2));
        Assert.Equal("balance.spent", (await AuditActionsAsync(wallet))[^1]);
    }

    [Fact]
    public async Task Books_as_signed_what_left_by_a_transaction_whose_fee_another_paid()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var (mint, account, given) = (ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), ScriptedChain.NewSignature());
        await GiveSignatureAsync(wallet, given);
        await BookAsync(Chain.Add(
            OfTokens(new TokenChange(account, mint, wallet.Address, Before: null, After: 70)),
            OfTokens(new TokenChange(account, mint, wallet.Address, Before: 70, After: 50)) with { CoSignatures = [given] }));

        Assert.Equal(["deposit +70", "signed -20"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task A_signature_of_one_wallet_explains_nothing_that_left_another()
    {
        var (wallet, other) = (await CreateWalletAfterOpeningAsync(), await CreateWalletAsync());
        var payment = PaidBy(wallet.Address, 1_000, before: 100_000);
        await GiveSignatureAsync(other, payment.Signature);
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 100_000), payment));

        Assert.Equal(["deposit +100000", "fee -5000", "unexplained -1000"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task Books_a_payment_between_two_wallets_with_both()
    {
        var (payer, payee) = (await CreateWalletAfterOpeningAsync(), await CreateWalletAsync());
        var transfer = await SubmittedAsync(payer);
        await BookAsync(Chain.Add(
            PaysTo(payer.Address, 100_000),
            Of(Account(payer.Address, 100_000, 94_000), Account(payee.Address, 0, 1_000)) with { Signature = transfer.Attempt!.Signature }));

        Assert.Equal(["deposit +100000", "fee -5000", "withdrawal -1000"], await LinesAsync(payer));
        Assert.Equal(["deposit +1000"], await LinesAsync(payee));
    }

    [Fact]
    public async Task Books_what_moves_between_two_addresses_of_a_wallet_as_internal_and_tells_no_deposit()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var sweep = await SubmittedAsync(wallet);
        var rotated = await RotateAsync(wallet);
        var (mint, from, to) = (ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), ScriptedChain.NewAddress());
        await BookAsync(Chain.Add(
            PaysTo(wallet.Address, 100_000),
            Of(Account(wallet.Address, 100_000, 0), Account(rotated.Address, 0, 95_000)) with { Signature = sweep.Attempt!.Signature },
            OfTokens(new TokenChange(from, mint, wallet.Address, 70, 0), new TokenChange(to, mint, rotated.Address, null, 70))));

        var lines = await LinesAsync(wallet);
        Assert.Equal(["deposit +100000", "fee -5000", "internal -95000", "internal +95000"], lines.Take(4));
        Assert.Equal(["internal +70", "internal -70"], lines.Skip(4).Where(line => line.StartsWith("internal", StringComparison.Ordinal)).Order());
        Assert.Single(await DepositsAsync(wallet), deposit => deposit.Amount == 100_000);
        Assert.Single(await EventTypesAsync(wallet), type => type == "deposit.received");
    }

    [Fact]
    public async Task Books_the_rent_of_an_account_that_is_closed_for_another_address_of_the_wallet_as_rent()
    {
        const ulong Rent = 2_039_280;
        var wallet = await CreateWalletAfterOpeningAsync();
        var closing = await SubmittedAsync(wallet);
        var rotated = await RotateAsync(wallet);
        var account = ScriptedChain.NewAddress();
        var closed = Of(Account(wallet.Address, 100_000, 95_000), Account(rotated.Address, 1_000, 1_000 + Rent), Account(account, Rent, 0)) with
        {
            Signature = closing.Attempt!.Signature,
            TokensBefore = [new TokenBalance(2, ScriptedChain.NewAddress(), wallet.Address, Program: null, Decimals: 6, Amount: 0)],
        };
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 100_000), PaysTo(rotated.Address, 1_000), closed));

        Assert.Equal(["deposit +100000", "deposit +1000", "fee -5000", $"rent +{Rent}"], await LinesAsync(wallet));
        Assert.DoesNotContain(await DepositsAsync(wallet), deposit => deposit.Amount == Rent);
    }

    [Fact]
    public async Task Books_what_comes_in_at_a_retired_address_and_makes_it_due_for_a_sweep()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await RotateAsync(wallet);
        var looked = Assert.Single(await Storage.Retired.ClaimAsync(10, TimeSpan.FromHours(1), default));
        Assert.Empty(await Storage.Retired.ClaimAsync(10, TimeSpan.FromHours(1), default));

        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000)));

        Assert.Equal(["deposit +1000"], await LinesAsync(wallet));
        var due = Assert.Single(await Storage.Retired.ClaimAsync(10, TimeSpan.FromHours(1), default));
        Assert.Equal((looked.Address, looked.Round + 1), (due.Address, due.Round));
    }

    [Fact]
    public async Task Books_tokens_by_the_owner_of_the_account_before_and_after()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var (mint, account, taken) = (ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), ScriptedChain.NewAddress());
        await BookAsync(Chain.Add(
            OfTokens(new TokenChange(account, mint, wallet.Address, Before: null, After: 70)),
            OfTokens(new TokenChange(account, mint, wallet.Address, Before: 70, After: 50)),
            OfTokens(new TokenChange(taken, mint, wallet.Address, Before: 9, After: 9) { OwnerBefore = ScriptedChain.NewAddress() }),
            OfTokens(new TokenChange(account, mint, wallet.Address, 50, 40), new TokenChange(taken, mint, wallet.Address, 9, 19))));

        Assert.Equal(
            ["deposit +70", "unexplained -20", "deposit +9", "internal -10", "internal +10"], await LinesAsync(wallet));
        var deposits = await DepositsAsync(wallet);
        Assert.Equal([(taken, 9UL), (account, 70UL)], deposits.Select(deposit => (deposit.Account, deposit.Amount)));
        Assert.All(deposits, deposit => Assert.Equal((mint, (byte)6), (deposit.Mint!, deposit.Decimals)));
    }

    [Fact]
    public async Task Books_what_an_older_wallet_held_before_as_its_opening_balance()
    {
        var wallet = await CreateWalletAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync();

        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000, before: 7_000)));

        Assert.Equal(["opening +7000", "deposit +1000"], await LinesAsync(wallet));
        Assert.Equal(["created", "deposit.received", "balance.updated"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task Tells_at_once_when_the_chain_does_not_agree_with_the_books()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000)));

        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000, before: 1_300)));

        Assert.Equal(["deposit +1000", "unexplained +300", "deposit +1000"], await LinesAsync(wallet));
        Assert.Equal(
            ["created", "deposit.received", "balance.updated", "reconciliation.difference", "deposit.received", "balance.updated"],
            await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task Notes_a_deposit_early_and_receives_it_under_the_same_id()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var block = Chain.Add(PaysTo(wallet.Address, 1_000));
        await DetectAsync(block);
        await DetectAsync(block);
        var early = Assert.Single(await DepositsAsync(wallet));

        await BookAsync(block);

        var received = Assert.Single(await DepositsAsync(wallet));
        Assert.Equal((DepositStatus.Detected, DepositStatus.Received, early.Id), (early.Status, received.Status, received.Id));
        Assert.Equal(["created", "deposit.detected", "deposit.received", "balance.updated"], await EventTypesAsync(wallet));
        Assert.Equal(["deposit +1000"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task Takes_an_early_notice_back_when_its_block_is_dropped_and_receives_it_when_it_lands_again()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var payment = PaysTo(wallet.Address, 1_000);
        await DetectAsync(Chain.Add(payment));
        Chain.Fork(1);
        await BookAsync(Chain.Add(), Chain.Add());
        Assert.Equal(DepositStatus.Dropped, Assert.Single(await DepositsAsync(wallet)).Status);

        await BookAsync(Chain.Add(payment));

        Assert.Equal(DepositStatus.Received, Assert.Single(await DepositsAsync(wallet)).Status);
        Assert.Equal(["created", "deposit.detected", "deposit.dropped", "deposit.received", "balance.updated"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task Lets_one_instance_at_a_time_scan()
    {
        await OpenAsync();

        Assert.Equal(new BooksTurn(IsOurs: true, Position), await Storage.DepositBooks.TakeTurnAsync(Owner, Lease, default));
        Assert.False((await Storage.DepositBooks.TakeTurnAsync(OtherOwner, Lease, default)).IsOurs);
        Assert.True((await Storage.DepositBooks.TakeTurnAsync(Owner, Lease, default)).IsOurs);

        Time.Advance(Lease);
        Assert.True((await Storage.DepositBooks.TakeTurnAsync(OtherOwner, Lease, default)).IsOurs);
        Assert.False((await Storage.DepositBooks.TakeTurnAsync(Owner, Lease, default)).IsOurs);
    }

    [Fact]
    public async Task Opens_the_books_once()
    {
        Assert.Null((await Storage.DepositBooks.TakeTurnAsync(Owner, Lease, default)).Position);
        await OpenAsync();

        Assert.Equal(Position, await Storage.DepositBooks.OpenAsync(new BooksPosition(9_999, "another"), default));
    }

    [Fact]
    public async Task Tells_of_a_gap_once_and_when_it_is_closed()
    {
        await OpenAsync();
        var gap = new HistoryGap(Position.Slot + 1, "No node has it.");

        Assert.True(await Storage.DepositBooks.NoteGapAsync(Position, gap, default));
        Assert.False(await Storage.DepositBooks.NoteGapAsync(Position, gap, default));
        await BookAsync(Chain.Add());
        await BookAsync(Chain.Add());

        var events = await Storage.Outbox.ReadAsync(100, default);
        Assert.Equal(["deposits.gap", "deposits.gapClosed"], events.Select(entry => entry.Type));
        Assert.All(events, entry => Assert.Equal((EventTopics.Errors, null), (entry.Topic, entry.WalletId)));
    }

    [Fact]
    public async Task Gives_the_addresses_of_new_wallets_and_leaves_none_out()
    {
        var first = await CreateWalletAsync();
        await Storage.Wallets.ReserveAsync(NewWallet(NewUser()), default);
        var all = await Storage.WatchedAddresses.LoadAsync(null, default);
        var second = await CreateWalletAsync();
        var added = await Storage.WatchedAddresses.LoadAsync(all.Mark, default);

        Assert.Equal([first.Address.Value], all.Addresses);
        Assert.Contains(second.Address.Value, added.Addresses);
    }

    [Fact]
    public async Task Lists_a_users_deposits_newest_first_and_page_by_page()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var other = await CreateWalletAsync(wallet.UserId, "create-2");
        var stranger = await CreateWalletAsync();
        await BookAsync(Chain.Add(
            PaysTo(wallet.Address, 1), PaysTo(stranger.Address, 2), PaysTo(other.Address, 3), PaysTo(wallet.Address, 4, before: 1)));

        var first = await ListAsync(wallet.UserId, new DepositFilter(null, null, null), limit: 2);
        var second = await ListAsync(wallet.UserId, new DepositFilter(null, null, null), limit: 2, first.Next);

        Assert.Equal([4UL, 3UL], first.Deposits.Select(deposit => deposit.Amount));
        Assert.Equal([1UL], second.Deposits.Select(deposit => deposit.Amount));
        Assert.Null(second.Next);
        Assert.Single((await ListAsync(wallet.UserId, new DepositFilter(other.Id, null, DepositStatus.Received), limit: 10)).Deposits);
        Assert.Empty((await ListAsync(wallet.UserId, new DepositFilter(null, Chain.Tip.Transactions[0].Accounts[0].Address, null), limit: 10)).Deposits);
    }

    private Task<DepositPage> ListAsync(UserId user, DepositFilter filter, int limit, Guid? before = null) =>
        Storage.DepositHistory.ListAsync(user, filter, limit, before, default);
}
