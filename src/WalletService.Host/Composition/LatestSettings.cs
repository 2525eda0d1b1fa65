using Microsoft.Extensions.Options;

namespace WalletService.Host.Composition;

/// <summary>The newest settings of a section that were found valid.</summary>
public sealed class LatestSettings<TOptions> : IDisposable
    where TOptions : class
{
    private readonly IDisposable? changes;
    private volatile TOptions value;

    public LatestSettings(IOptionsMonitor<TOptions> options)
    {
        value = options.CurrentValue;
        changes = options.OnChange(changed => value = changed);
    }

    public TOptions Value => value;

    public void Dispose() => changes?.Dispose();
}
