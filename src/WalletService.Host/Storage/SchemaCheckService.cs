using WalletService.Domain.Ports;
using WalletService.Postgres.Migrations;

namespace WalletService.Host.Storage;

/// <summary>
/// Ends the process when the database's schema is not the one that this version needs. While the database can't be reached the process
/// stays, alive and not ready: restarting it would not help.
/// </summary>
public sealed partial class SchemaCheckService(
    PostgresMigrator migrator, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<SchemaCheckService> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await migrator.EnsureCurrentAsync(stoppingToken);
                return;
            }
            catch (SchemaException exception)
            {
                LogWrongSchema(exception.Message);
                Environment.ExitCode = HostCommand.WrongSettings;
                lifetime.StopApplication();
                return;
            }
            catch (PortUnavailableException)
            {
                // The probe of the database tells of it.
                await Task.Delay(RetryInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The service stops: {Reason}")]
    private partial void LogWrongSchema(string reason);
}
