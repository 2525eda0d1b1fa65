using System.Reflection;

namespace WalletService.CrashHost;

/// <summary>A port that reaches a crash point before and after those of its methods that are steps.</summary>
public class CrashingPort<TPort> : DispatchProxy
    where TPort : class
{
    private static readonly MethodInfo Continue = typeof(CrashingPort<TPort>).GetMethod(nameof(ContinueWithResultAsync))!;

    private TPort inner = null!;
    private CrashSwitch crash = null!;
    private Func<string, object?[], CrashStep?> stepOf = null!;

    /// <param name="inner">The port that does the work.</param>
    /// <param name="crash">Where the points are reached.</param>
    /// <param name="stepOf">The step that a method is, by its name and arguments; null for none.</param>
    public static TPort Around(TPort inner, CrashSwitch crash, Func<string, object?[], CrashStep?> stepOf)
    {
        var port = Create<TPort, CrashingPort<TPort>>();
        var proxy = (CrashingPort<TPort>)(object)port;
        (proxy.inner, proxy.crash, proxy.stepOf) = (inner, crash, stepOf);
        return port;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ArgumentNullException.ThrowIfNull(targetMethod);
        if (stepOf(targetMethod.Name, args ?? []) is not { } step)
        {
            return Call(targetMethod, args);
        }

        crash.Reach(step, CrashSide.Before);
        var task = (Task)Call(targetMethod, args)!;
        return targetMethod.ReturnType.IsGenericType
            ? Continue.MakeGenericMethod(targetMethod.ReturnType.GetGenericArguments()).Invoke(this, [task, step])
            : ContinueAsync(task, step);
    }

    private object? Call(MethodInfo method, object?[]? arguments) =>
        method.Invoke(inner, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null);

    private async Task ContinueAsync(Task task, CrashStep step)
    {
        await task;
        crash.Reach(step, CrashSide.After);
    }

    /// <summary>Reached through reflection, since a result's type is known only when the method is called.</summary>
    public async Task<T> ContinueWithResultAsync<T>(Task<T> task, CrashStep step)
    {
        var result = await task;
        crash.Reach(step, CrashSide.After);
        return result;
    }
}
