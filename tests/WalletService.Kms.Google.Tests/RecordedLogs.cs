using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WalletService.Kms.Google.Tests;

/// <summary>Keeps what is logged, with the values of each entry and its exceptions as text.</summary>
internal sealed class RecordedLogs : ILoggerProvider
{
    private readonly ConcurrentQueue<Entry> entries = new();

    public IReadOnlyCollection<Entry> Entries => entries;

    public void Clear() => entries.Clear();

    public ILogger CreateLogger(string categoryName) => new Logger(entries);

    public void Dispose()
    {
        // Nothing is held.
    }

    internal sealed record Entry(LogLevel Level, string Text, IReadOnlyDictionary<string, object?> Values);

    private sealed class Logger(ConcurrentQueue<Entry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs
                ? pairs.ToDictionary(pair => pair.Key, pair => pair.Value)
                : [];
            entries.Enqueue(new Entry(logLevel, $"{formatter(state, exception)} {exception}", values));
        }
    }
}
