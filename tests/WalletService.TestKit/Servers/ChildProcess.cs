using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WalletService.TestKit.Servers;

/// <summary>
/// A program started by the tests, with its output kept and its end guaranteed: it is killed when this object is
/// disposed and when the test process exits. Its standard input is a pipe that closes with the test process, so a
/// program that watches it can end by itself, even when the test process is killed. One that has written a secret of the tests fails when
/// it is disposed.
/// </summary>
public sealed partial class ChildProcess : IAsyncDisposable
{
    private const int KeptLines = 300;

    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly TaskCompletionSource<string> _firstLine = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly bool _endsWithItsInput;
    private string? _leak;

    private ChildProcess(string name, Process process, bool endsWithItsInput)
    {
        Name = name;
        _process = process;
        _endsWithItsInput = endsWithItsInput;
    }

    /// <summary>What to call the program in messages.</summary>
    public string Name { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>True once the program has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>The exit code of a program that has ended; 128 plus the signal's number when a signal ended it.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>The last lines the program wrote, standard output and error together.</summary>
    public string Output => string.Join('\n', _lastLines);

    /// <summary>Starts a program in the repository's folder; the environment is the test's own plus the given variables.</summary>
    /// <param name="program">A path, or a name found in the search path.</param>
    /// <param name="arguments">Its arguments, each passed on as it is.</param>
    /// <param name="environment">Variables to add or replace.</param>
    /// <param name="endsWithItsInput">The program itself ends, and tidies up, once its standard input is closed.</param>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null,
        bool endsWithItsInput = false)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = RepositoryRoot.Find(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(Path.GetFileName(program), new Process { StartInfo = start }, endsWithItsInput);
        child.Run();
        return child;
    }

    /// <summary>The first line on standard output, for programs that print one when they are ready.</summary>
    public async Task<string> FirstLineAsync(TimeSpan deadline)
    {
        try
        {
            return await _firstLine.Task.WaitAsync(deadline);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"{Name} printed nothing within {deadline.TotalSeconds} s.\n{Output}", late);
        }
    }

    /// <summary>Returns as soon as the condition holds; throws with the program's output when it ends or is late.</summary>
    public async Task ReadyWhenAsync(Func<Task<bool>> condition, TimeSpan deadline)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (HasExited)
            {
                throw new InvalidOperationException($"{Name} ended with {ExitCode} before it was ready.\n{Output}");
            }

            if (waited.Elapsed >= deadline)
            {
                throw new InvalidOperationException($"{Name} was not ready within {deadline.TotalSeconds} s.\n{Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25));
        }
    }

    /// <summary>Sends a signal to the program alone.</summary>
    public void Send(ProcessSignal signal)
    {
        if (!HasExited && SendSignal(_process.Id, (int)signal) != 0)
        {
            throw new InvalidOperationException($"{Name} could not be sent {signal}.");
        }
    }

    /// <summary>Asks the program to stop, and kills it with everything it started when it takes too long.</summary>
    public async Task StopAsync(ProcessSignal signal = ProcessSignal.Terminate, TimeSpan? deadline = null)
    {
        Send(signal);
        try
        {
            await _process.WaitForExitAsync().WaitAsync(deadline ?? TimeSpan.FromSeconds(15));
        }
        catch (TimeoutException)
        {
            await KillAsync();
        }
    }

    /// <summary>Kills the program and everything it started, as a crash would.</summary>
    public async Task KillAsync()
    {
        if (!HasExited)
        {
            KillNow();
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Waits for the program's own end and returns its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan deadline)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(deadline);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException($"{Name} did not end within {deadline.TotalSeconds} s.\n{Output}", late);
        }

        return ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        AppDomain.CurrentDomain.ProcessExit -= KillAtExit;
        _process.Dispose();
        if (_leak is not null)
        {
            throw new InvalidOperationException($"{Name} has written a secret: {_leak}");
        }
    }

    private void Run()
    {
        _process.OutputDataReceived += (_, line) => Keep(line.Data, isOutput: true);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data, isOutput: false);
        _process.Start();
        if (!_endsWithItsInput)
        {
            AppDomain.CurrentDomain.ProcessExit += KillAtExit;
        }

        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Keep(string? line, bool isOutput)
    {
        if (line is null)
        {
            if (isOutput)
            {
                _firstLine.TrySetException(new InvalidOperationException($"{Name} ended without a line of output.\n{Output}"));
            }

            return;
        }

        _leak ??= TestSecrets.FindIn(line);
        _lastLines.Enqueue(line);
        while (_lastLines.Count > KeptLines)
        {
            _lastLines.TryDequeue(out _);
        }

        if (isOutput)
        {
            _firstLine.TrySetResult(line);
        }
    }

    private void KillAtExit(object? sender, EventArgs arguments) => KillNow();

    private void KillNow()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself, or never started.
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
