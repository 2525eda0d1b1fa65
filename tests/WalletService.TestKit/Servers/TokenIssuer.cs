using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace WalletService.TestKit.Servers;

/// <summary>
/// Makes mints, token accounts and transfers on a local network with <c>@solana/spl-token</c>, through the program
/// <c>tests/localnet/testing/issue-tokens.mjs</c>. One request at a time; each is confirmed before it returns.
/// </summary>
public sealed class TokenIssuer : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process _process;
    private readonly Task<string> _complaints;

    private TokenIssuer(Process process)
    {
        _process = process;
        _complaints = process.StandardError.ReadToEndAsync();
    }

    /// <param name="localnet">Where the tokens shall be.</param>
    /// <param name="makesBlocks">The network's clock stands still: make blocks while waiting.</param>
    public static TokenIssuer Start(LocalnetProcess localnet, bool makesBlocks = false)
    {
        var script = RepositoryRoot.PathOf("tests", "localnet", "testing", "issue-tokens.mjs");
        string[] arguments = [script, localnet.RpcUrl.AbsoluteUri, localnet.ControlUrl.AbsoluteUri, .. makesBlocks ? ["advance"] : Array.Empty<string>()];
        var start = new ProcessStartInfo("node", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return new TokenIssuer(Process.Start(start) ?? throw new InvalidOperationException("node did not start."));
    }

    /// <summary>A new mint of Token-2022; the issuer holds every authority.</summary>
    /// <param name="extensions">
    /// By the names of <c>testing/tokens/extensions.mjs</c>, as in <c>new { transferFee = new { basisPoints = 100, maximum = "5000" } }</c>.
    /// </param>
    /// <param name="decimals">Its decimals.</param>
    /// <param name="freezable">The issuer may freeze accounts.</param>
    /// <returns>The mint's address.</returns>
    public async Task<string> CreateMintAsync(object? extensions = null, int decimals = 6, bool freezable = true) =>
        Text(await AskAsync("createMint", new { extensions = extensions ?? new { }, decimals, freezable }), "mint");

    /// <summary>A new mint of the older Token program.</summary>
    public async Task<string> CreateTokenMintAsync(int decimals = 6, bool freezable = true) =>
        Text(await AskAsync("createMint", new { program = "token", decimals, freezable }), "mint");

    /// <summary>Mints base units to an owner's associated token account, which is created if need be.</summary>
    /// <returns>The token account's address.</returns>
    public async Task<string> MintToAsync(string mint, string owner, ulong amount) =>
        Text(await AskAsync("mintTo", new { mint, owner, amount = Digits(amount) }), "tokenAccount");

    /// <summary>Mints base units to a token account.</summary>
    public Task MintToAccountAsync(string mint, string tokenAccount, ulong amount) =>
        AskAsync("mintTo", new { mint, tokenAccount, amount = Digits(amount) });

    /// <summary>Creates a token account without tokens.</summary>
    /// <param name="mint">Its mint.</param>
    /// <param name="owner">Its owner.</param>
    /// <param name="auxiliary">One at an address of its own, not the associated one.</param>
    /// <returns>The token account's address.</returns>
    public async Task<string> CreateAccountAsync(string mint, string owner, bool auxiliary = false) =>
        Text(await AskAsync("createAccount", new { mint, owner, auxiliary }), "tokenAccount");

    /// <summary>Pays from the associated account of a key to an owner's, as spl-token builds it.</summary>
    /// <param name="mint">The token.</param>
    /// <param name="seed">Of the key that owns the source: 32 bytes.</param>
    /// <param name="recipient">The owner that is paid.</param>
    /// <param name="amount">In base units, a transfer fee included.</param>
    /// <param name="memo">A memo before it, if given.</param>
    /// <returns><c>signature</c>, <c>source</c>, <c>destination</c>, <c>fee</c> and <c>accounts</c> of the instruction.</returns>
    public Task<JsonElement> TransferAsync(string mint, ReadOnlyMemory<byte> seed, string recipient, ulong amount, string? memo = null) =>
        AskAsync("transfer", new { mint, secret = Convert.ToBase64String(seed.Span), to = recipient, amount = Digits(amount), memo });

    /// <summary>Deploys a transfer hook that accepts every transfer, or refuses all with a custom error.</summary>
    /// <returns>The program's address.</returns>
    public async Task<string> CreateHookAsync(uint refusesWith = 0) => Text(await AskAsync("createHook", new { refusesWith }), "hook");

    /// <summary>What the program itself answers to <c>AmountToUiAmount</c>.</summary>
    public async Task<IReadOnlyList<string>> UiAmountsAsync(string mint, params IEnumerable<ulong> amounts)
    {
        var answer = await AskAsync("uiAmounts", new { mint, amounts = amounts.Select(Digits).ToArray() });
        return [.. answer.GetProperty("texts").EnumerateArray().Select(text => text.GetString()!)];
    }

    /// <summary>
    /// How <c>@solana/spl-token</c> and <c>@solana-program/token</c> read a transaction: its transfers of tokens, creations of associated
    /// accounts and memos, in order, by <c>type</c> (<c>transferChecked</c>, <c>transferCheckedWithFee</c>,
    /// <c>createAssociatedIdempotent</c>, <c>memo</c>).
    /// </summary>
    /// <param name="wireTransaction">The transaction, signed or not, without lookup tables.</param>
    public async Task<IReadOnlyList<JsonElement>> DecodeAsync(ReadOnlyMemory<byte> wireTransaction)
    {
        var answer = await AskAsync("decode", new { transaction = Convert.ToBase64String(wireTransaction.Span) });
        return [.. answer.GetProperty("instructions").EnumerateArray()];
    }

    /// <summary>
    /// Anything that the program can do: <c>freeze</c>, <c>thaw</c>, <c>pause</c>, <c>resume</c>, <c>setFee</c>, <c>setRate</c>,
    /// <c>setMultiplier</c>, <c>seize</c>, <c>setHook</c>, <c>setHookAccounts</c>, <c>approve</c>, <c>setCloseAuthority</c>, <c>requireMemo</c>,
    /// <c>guardCpi</c>, <c>holdings</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was refused; the message has the reason.</exception>
    public async Task<JsonElement> AskAsync(string what, object request)
    {
        var body = JsonSerializer.SerializeToNode(request)!.AsObject();
        body["do"] = what;
        await _turn.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(body.ToJsonString());
            await _process.StandardInput.FlushAsync();
            var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline)
                ?? throw new InvalidOperationException($"The issuer of tokens ended: {await _complaints}");
            var answer = JsonElement.Parse(line);
            return answer.TryGetProperty("ok", out var result)
                ? result
                : throw new InvalidOperationException($"{what} was refused: {Text(answer, "error")}");
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _turn.Dispose();
    }

    private static string Text(JsonElement answer, string property) => answer.GetProperty(property).GetString()!;

    private static string Digits(ulong amount) => amount.ToString(CultureInfo.InvariantCulture);
}
