using System.Text.Json.Nodes;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Features;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Tests;

/// <summary>What each command asks the service for, and what it prints.</summary>
public sealed class CommandTests
{
    private readonly CommandLine line = new();

    [Fact]
    public async Task Create_sends_the_label_and_prints_the_wallet()
    {
        Assert.Equal(0, await line.RunAsync("create", "Savings", "--user", "ann", "--request-id", "r1"));
        Assert.Equal(new CreateWallet { UserId = "ann", Label = "Savings", RequestId = "r1" }, Assert.Single(line.Client.Requests));
        Assert.Contains(ScriptedWalletClient.Address, line.Output, StringComparison.Ordinal);
        Assert.Contains("Savings [old]", line.Output, StringComparison.Ordinal);
        Assert.Contains("2026-03-01 12:00:00Z", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_prints_a_row_for_each_wallet_and_the_cursor()
    {
        Assert.Equal(0, await line.RunAsync("list", "-u", "ann", "--limit", "1", "--cursor", "c"));
        Assert.Equal(new ListWallets { UserId = "ann", Limit = 1, Cursor = "c" }, Assert.Single(line.Client.Requests));
        Assert.Contains("more: --cursor next-page", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_and_set_active_name_the_wallet()
    {
        Assert.Equal(0, await line.RunAsync("get", "-u", "ann", "-w", "w1"));
        Assert.Equal(0, await line.RunAsync("set-active", "-u", "ann", "-w", "w2"));
        Assert.Equal(
            [new GetWallet { UserId = "ann", WalletId = "w1" }, new SetActiveWallet { UserId = "ann", WalletId = "w2" }],
            line.Client.Requests);
    }

    [Fact]
    public async Task A_wallet_is_renamed_archived_and_frozen_by_its_id()
    {
        Assert.Equal(0, await line.RunAsync("rename", "Holidays", "-u", "ann", "-w", "w1"));
        Assert.Equal(0, await line.RunAsync("archive", "-u", "ann", "-w", "w1"));
        Assert.Equal(0, await line.RunAsync("unarchive", "-u", "ann", "-w", "w1"));
        Assert.Equal(0, await line.RunAsync("freeze-wallet", "-u", "ann", "-w", "w1", "--reason", "lost"));
        Assert.Equal(0, await line.RunAsync("unfreeze-wallet", "-u", "ann", "-w", "w1"));
        Assert.Equal(0, await line.RunAsync("rotate-key", "-u", "ann", "-w", "w1", "--reason", "yearly"));
        Assert.Equal(
            [
                new RenameWallet { UserId = "ann", WalletId = "w1", Label = "Holidays" },
                new ArchiveWallet { UserId = "ann", WalletId = "w1" },
                new UnarchiveWallet { UserId = "ann", WalletId = "w1" },
                new FreezeWallet { UserId = "ann", WalletId = "w1", Reason = "lost" },
                new UnfreezeWallet { UserId = "ann", WalletId = "w1" },
                new RotateKey { UserId = "ann", WalletId = "w1", Reason = "yearly" },
            ],
            line.Client.Requests);
    }

    [Fact]
    public async Task An_address_book_is_kept_by_name()
    {
        Assert.Equal(0, await line.RunAsync("addresses", "add", "bob", ScriptedWalletClient.Address, "-u", "ann"));
        Assert.Equal(0, await line.RunAsync("addresses", "list", "-u", "ann", "--limit", "1"));
        Assert.Contains("@bob", line.Output, StringComparison.Ordinal);
        Assert.Contains("more: --cursor bob", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("addresses", "remove", "bob", "-u", "ann"));
        Assert.Equal(
            [
                new AddAddress { UserId = "ann", Name = "bob", Address = ScriptedWalletClient.Address },
                new ListAddresses { UserId = "ann", Limit = 1 },
                new RemoveAddress { UserId = "ann", Name = "bob" },
            ],
            line.Client.Requests);
    }

    [Fact]
    public async Task Administrators_freeze_list_and_lift()
    {
        Assert.Equal(0, await line.RunAsync("freeze", "everything", "--reason", "theft"));
        Assert.Equal(0, await line.RunAsync("freezes"));
        Assert.Contains("Chargebacks [3]", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("unfreeze", "user", "mallory", "--reason", "cleared"));
        Assert.Equal(
            [
                new FreezeSubject { Scope = "everything", Reason = "theft" },
                new ListFreezes(),
                new UnfreezeSubject { Scope = "user", Subject = "mallory", Reason = "cleared" },
            ],
            line.Client.Requests);
        Assert.Contains("The freeze is lifted.", line.Output, StringComparison.Ordinal);
        Assert.Equal(2, await line.RunAsync("freeze", "everything"));
    }

    [Fact]
    public async Task Administrators_switch_features_off_and_list_them()
    {
        Assert.Equal(0, await line.RunAsync("flags", "set", "token-transfers", "off", "--reason", "issuer"));
        Assert.Equal(0, await line.RunAsync("flags", "list"));
        Assert.Equal(
            [new SetFlag { Feature = "token-transfers", Enabled = false, Reason = "issuer" }, new ListFlags()], line.Client.Requests);
        Assert.Contains("Issue at the issuer [1]", line.Output, StringComparison.Ordinal);
        Assert.Contains("by the settings", line.Output, StringComparison.Ordinal);
        Assert.Equal(2, await line.RunAsync("flags", "set", "token-transfers", "maybe", "--reason", "issuer"));
        Assert.Equal(2, await line.RunAsync("flags", "set", "token-transfers", "on"));
    }

    [Fact]
    public async Task Balance_prints_what_is_there_held_and_free()
    {
        Assert.Equal(0, await line.RunAsync("balance", "-u", "ann", "-w", "w", "--commitment", "finalized"));
        Assert.Equal(new GetBalance { UserId = "ann", WalletId = "w", Commitment = "finalized" }, Assert.Single(line.Client.Requests));
        foreach (var shown in new[] { "1.5", "1500000000", "500000000", "1000000000", "77" })
        {
            Assert.Contains(shown, line.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Events_prints_a_line_for_each_and_where_to_go_on()
    {
        Assert.Equal(0, await line.RunAsync("events", "-u", "ann", "-w", "w", "--from", "12", "--limit", "1"));
        Assert.Equal(new ReplayEvents { UserId = "ann", WalletId = "w", FromSequence = 12, Limit = 1 }, Assert.Single(line.Client.Requests));
        Assert.Contains($"transaction-events.confirmed {ScriptedWalletClient.WalletId}#12", line.Output, StringComparison.Ordinal);
        Assert.Contains("memo=[red]", line.Output, StringComparison.Ordinal);
        Assert.Contains("more: --from 13", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_says_when_there_are_none_and_shows_hostile_names_as_text()
    {
        Assert.Equal(0, await line.RunAsync("tokens", "-u", "ann", "-w", "w"));
        Assert.Equal("The wallet has no token accounts.", line.Lines());

        line.Client.Tokens =
        [
            new TokenBalance
            {
                Mint = "mint1",
                TokenAccount = "account1",
                Program = "token-2022",
                Decimals = 2,
                Amount = "1234",
                ReservedAmount = "0",
                AvailableAmount = "1234",
                UiAmount = "12.34",
                UiAmountKind = "exact",
                Symbol = "[red]USDC[/]",
                State = "frozen",
            },
        ];
        Assert.Equal(0, await line.RunAsync("tokens", "-u", "ann", "-w", "w"));
        Assert.Contains("[red]USDC[/]", line.Output, StringComparison.Ordinal);
        Assert.Contains("12.34", line.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Other token accounts", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_marks_amounts_that_are_only_shown_and_lists_other_accounts_apart()
    {
        line.Client.OtherAccounts =
        [
            new TokenBalance
            {
                Mint = "mint1",
                TokenAccount = "account1",
                Program = "token-2022",
                Decimals = 2,
                Amount = "1000",
                ReservedAmount = "0",
                AvailableAmount = "1000",
                UiAmount = "10.51",
                UiAmountKind = "interestBearing",
                State = "initialized",
                Delegate = "mallory",
                DelegatedAmount = "77",
            },
        ];
        Assert.Equal(0, await line.RunAsync("tokens", "-u", "ann", "-w", "w"));
        foreach (var shown in new[] { "Other token accounts", "10.51", "(with interest)", "mallory" })
        {
            Assert.Contains(shown, line.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Transfer_asks_for_each_stage_under_one_request_id_and_prints_the_receipt()
    {
        line.Client.Statuses.Clear();
        foreach (var status in new[] { "submitted", "confirmed", "finalized" })
        {
            line.Client.Statuses.Enqueue(status);
        }

        Assert.Equal(0, await line.RunAsync(
            "transfer", "recipient", "0.25", "-u", "ann", "-w", "w", "--memo", "rent", "--wait-for", "finalized"));
        var requests = line.Client.Requests.Cast<TransferSol>().ToArray();
        Assert.Equal(["submitted", "confirmed", "finalized"], requests.Select(request => request.WaitFor));
        var id = Assert.Single(requests.Select(request => request.RequestId).Distinct());
        Assert.Contains(id!, line.Messages, StringComparison.Ordinal);
        Assert.All(requests, request => Assert.Equal(("recipient", "0.25", "rent"), (request.Recipient, request.Amount, request.Memo)));
        Assert.Contains("9 -> 8", line.Output, StringComparison.Ordinal);
        Assert.Contains("finalized", line.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transfer_token_names_the_mint_and_what_the_amount_counts()
    {
        Assert.Equal(0, await line.RunAsync(
            "transfer-token", "recipient", "mint", "10", "--amount-meaning", "received", "-u", "ann", "-w", "w", "--request-id", "id"));

        var request = line.Client.Requests.Cast<TransferToken>().Last();
        Assert.Equal(("recipient", "mint", "10", "received", "id"), (request.Recipient, request.Mint, request.Amount, request.AmountMeaning, request.RequestId));
        Assert.Contains("10101011", line.Output, StringComparison.Ordinal);
        Assert.Contains("50000000 -> 39898989", line.Output, StringComparison.Ordinal);
        Assert.Equal(2, await line.RunAsync("transfer-token", "r", "m", "1", "--amount-meaning", "gross", "-u", "ann", "-w", "w"));
    }

    [Fact]
    public async Task Json_is_the_data_of_the_reply_and_nothing_else()
    {
        Assert.Equal(0, await line.RunAsync("transfer", "r", "max", "-u", "ann", "-w", "w", "--json", "--wait-ms", "5", "--request-id", "id"));
        var request = Assert.IsType<TransferSol>(Assert.Single(line.Client.Requests));
        Assert.Equal(("max", "confirmed", 5, "id"), (request.Amount, request.WaitFor, request.WaitMs, request.RequestId));
        var json = JsonNode.Parse(line.Output)!;
        Assert.Equal("finalized", json["status"]!.GetValue<string>());
        Assert.Equal("5000", json["feeLamports"]!.GetValue<string>());
    }

    [Fact]
    public async Task Sign_takes_base64_a_file_or_standard_input()
    {
        var file = Path.GetTempFileName();
        try
        {
            byte[] bytes = [0xFF, 0x00, 0x80];
            Assert.Equal(0, await line.RunAsync("sign", "AQID", "-u", "ann", "-w", "w"));
            line.Input = "BAUG\n";
            Assert.Equal(0, await line.RunAsync("sign", "-", "-u", "ann", "-w", "w"));
            await File.WriteAllBytesAsync(file, bytes);
            Assert.Equal(0, await line.RunAsync("sign", file, "-u", "ann", "-w", "w"));
            await File.WriteAllTextAsync(file, "BwgJ\n");
            Assert.Equal(0, await line.RunAsync("sign", file, "-u", "ann", "-w", "w"));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(["AQID", "BAUG", "/wCA", "BwgJ"], line.Client.Requests.Cast<SignTransaction>().Select(request => request.Transaction));
        Assert.Equal(
            $"signature 5sig\nstill to be signed by {ScriptedWalletClient.Address}\nc2lnbmVk", line.Lines());
    }

    [Fact]
    public async Task A_token_is_read_from_its_file_each_time_that_it_is_needed()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "first\n");
            Assert.Equal(0, await line.RunAsync("list", "-u", "ann", "--token-file", file));
            Assert.Equal("first", await line.Connected!.CallerToken!(default));
            await File.WriteAllTextAsync(file, "second");
            Assert.Equal("second", await line.Connected.CallerToken(default));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Equal(2, await line.RunAsync("list", "-u", "ann", "--token-file", file));
        Assert.DoesNotContain("first", line.Output + line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_come_before_the_environment_and_the_password_is_never_printed()
    {
        Assert.Equal(0, await line.RunAsync("list", "-u", "ann", "--broker-uri", "amqps://other/v", "--user-name", "me"));
        Assert.Equal(new ConnectionSettings(new Uri("amqps://other/v"), "me", "from the environment"), line.Connected);
        Assert.Equal(0, await line.RunAsync("--help"));
        Assert.Equal(0, await line.RunAsync("list", "--help"));
        Assert.DoesNotContain("from the environment", line.Output + line.Messages, StringComparison.Ordinal);
    }
}
