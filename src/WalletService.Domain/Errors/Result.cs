using System.Diagnostics.CodeAnalysis;

namespace WalletService.Domain.Errors;

/// <summary>A value, or the reason why the request was refused. Refusals are expected; only what is not expected is thrown.</summary>
public sealed class Result<T>
    where T : class
{
    private readonly T? value;
    private readonly WalletError? error;

    private Result(T? value, WalletError? error)
    {
        this.value = value;
        this.error = error;
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(WalletError error) => new(null, error);

    public bool TryGetValue([NotNullWhen(true)] out T? result, [NotNullWhen(false)] out WalletError? refusal)
    {
        result = value;
        refusal = error;
        return result is not null;
    }
}
