namespace WalletService.Cli;

/// <summary>How to reach the service, from options or the environment.</summary>
/// <param name="TokenFile">Where the signed token is kept that is sent with each request; null for none.</param>
internal sealed record ConnectionSettings(Uri BrokerUri, string UserName, string Password, string? TokenFile = null)
{
    /// <summary>Reads the token each time, as it may be renewed; null when there is none.</summary>
    public Func<CancellationToken, ValueTask<string>>? CallerToken => TokenFile is { } file
        ? async cancellationToken => (await File.ReadAllTextAsync(file, cancellationToken)).Trim()
        : null;
}
