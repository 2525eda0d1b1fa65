using System.Diagnostics.Metrics;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;
using WalletService.Host.Metrics;

namespace WalletService.Host.Settings;

/// <summary>
/// Looks for changes in the mounted files, and takes them up when every section that they touch may be changed while the service runs
/// and is valid: all of a change or nothing. What is taken up is what was checked, whatever the files hold by then. Nothing else than
/// files can change.
/// </summary>
public sealed partial class SettingsReload : BackgroundService
{
    private readonly MountedSettings mounted;
    private readonly Dictionary<string, string?> below;
    private readonly Dictionary<string, string?> above;
    private readonly IReadOnlyList<ReloadableSection> sections;
    private readonly IAuditTrail audit;
    private readonly ServiceOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<SettingsReload> logger;
    private readonly Counter<long> reloads;
    private Dictionary<string, string?> refused = [];

    public SettingsReload(
        IConfiguration configuration,
        IEnumerable<ReloadableSection> sections,
        IAuditTrail audit,
        ServiceOptions options,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<SettingsReload> logger)
    {
        var sources = ((IConfigurationBuilder)configuration).Sources;
        mounted = sources.OfType<MountedSettings>().Last();
        below = ValuesOf(sources.TakeWhile(source => source != mounted));
        above = ValuesOf(sources.SkipWhile(source => source != mounted).Skip(1));
        this.sections = [.. sections];
        this.audit = audit;
        this.options = options;
        this.time = time;
        this.logger = logger;
        reloads = meters.Create(WalletMetrics.MeterName).CreateCounter<long>(
            "wallet_settings_reloads", description: "Changes of mounted settings that this instance has found, by outcome.");
        reloads.Add(0, new KeyValuePair<string, object?>("outcome", "accepted"));
        reloads.Add(0, new KeyValuePair<string, object?>("outcome", "refused"));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailed(exception);
            }

            await Task.Delay(options.SettingsReloadInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var found = mounted.Read();
        if (AreEqual(found, mounted.Taken) || AreEqual(found, refused) || !AreEqual(found, mounted.Read()))
        {
            // Nothing new, or files that are being written: those are looked at again when they are at rest.
            return;
        }

        var candidate = Over(found);
        var (values, current) = (ValuesOf(candidate), ValuesOf(Over(mounted.Taken)));
        string[] changed =
        [
            .. values.Keys.Union(current.Keys, StringComparer.OrdinalIgnoreCase)
                .Where(name => values.GetValueOrDefault(name) != current.GetValueOrDefault(name))
                .Order(StringComparer.Ordinal),
        ];
        string[] failures = [.. FindFailures(candidate, changed)];
        if (failures.Length > 0)
        {
            refused = found;
            LogRefused(string.Join(' ', failures));
            reloads.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));
            return;
        }

        mounted.Take(found);
        if (changed.Length == 0)
        {
            // Variables of the environment stand over all that has changed.
            return;
        }

        var names = string.Join(", ", changed);
        LogAccepted(names);
        reloads.Add(1, new KeyValuePair<string, object?>("outcome", "accepted"));
        await audit.RecordAsync(
            new AuditDraft(
                AuditActions.SettingsReloaded,
                TransactionId: null,
                new Dictionary<string, string>(StringComparer.Ordinal) { ["instance"] = options.InstanceId, ["settings"] = names }),
            cancellationToken);
    }

    /// <summary>All settings as they would be with these in the files.</summary>
    private IConfigurationRoot Over(IEnumerable<KeyValuePair<string, string?>> files) =>
        new ConfigurationBuilder().AddInMemoryCollection(below).AddInMemoryCollection(files).AddInMemoryCollection(above).Build();

    private IEnumerable<string> FindFailures(IConfigurationRoot candidate, IEnumerable<string> changed)
    {
        foreach (var name in changed.Where(name => !sections.Any(section => section.Has(name))))
        {
            yield return $"{name} needs a restart.";
        }

        foreach (var failure in SettingsSpelling.FindFailures(candidate))
        {
            yield return failure;
        }

        foreach (var section in sections)
        {
            foreach (var failure in Judge(section, candidate))
            {
                yield return failure;
            }
        }
    }

    private static IEnumerable<string> Judge(ReloadableSection section, IConfigurationRoot candidate)
    {
        try
        {
            return [.. section.FindFailures(candidate)];
        }
        catch (InvalidOperationException exception)
        {
            return [SettingNames.ExplainUnreadable(exception) ?? $"{section.Name} can't be read."];
        }
    }

    private static Dictionary<string, string?> ValuesOf(IEnumerable<IConfigurationSource> sources)
    {
        var builder = new ConfigurationBuilder();
        foreach (var source in sources)
        {
            builder.Add(source);
        }

        return ValuesOf(builder.Build());
    }

    private static Dictionary<string, string?> ValuesOf(IConfiguration configuration) =>
        configuration.AsEnumerable().Where(pair => pair.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);

    private static bool AreEqual(Dictionary<string, string?> values, IReadOnlyDictionary<string, string?> others) =>
        values.Count == others.Count && values.All(pair => others.TryGetValue(pair.Key, out var other) && other == pair.Value);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Changed settings were taken up: {Settings}")]
    private partial void LogAccepted(string settings);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Changed settings were not taken up, and the old ones stay: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Settings could not be looked at for changes")]
    private partial void LogFailed(Exception exception);
}
