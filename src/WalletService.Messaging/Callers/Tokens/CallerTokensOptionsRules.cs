using Microsoft.Extensions.Options;

namespace WalletService.Messaging.Callers.Tokens;

[OptionsValidator]
internal sealed partial class CallerTokensOptionsValidator : IValidateOptions<CallerTokensOptions>;

/// <summary>What the settings of tokens must be together: those who look at tokens know whose they are.</summary>
internal sealed class CallerTokensOptionsRules : IValidateOptions<CallerTokensOptions>
{
    public ValidateOptionsResult Validate(string? name, CallerTokensOptions options)
    {
        if (options.Mode == CallerTokenMode.Off)
        {
            return ValidateOptionsResult.Success;
        }

        var failures = Check(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(CallerTokensOptions options)
    {
        foreach (var (setting, value) in new[] { (nameof(options.Issuer), options.Issuer), (nameof(options.Audience), options.Audience) })
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                yield return $"CallerTokens:{setting} is missing, and CallerTokens:Mode is {options.Mode}.";
            }
        }

        foreach (var algorithm in options.Algorithms.Where(algorithm => !TokenAlgorithms.All.Contains(algorithm, StringComparer.Ordinal)))
        {
            yield return $"CallerTokens:Algorithms has '{algorithm}', which is none of {string.Join(", ", TokenAlgorithms.All)}.";
        }

        if (FaultOf(options.KeysFile) is { } fault)
        {
            yield return $"CallerTokens:KeysFile: {fault}.";
        }
    }

    private static string? FaultOf(string keysFile)
    {
        if (string.IsNullOrWhiteSpace(keysFile))
        {
            return "no file is named";
        }

        try
        {
            _ = TokenKeyFile.Parse(TokenKeyFile.Read(keysFile));
            return null;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return exception is InvalidDataException ? exception.Message : $"the file can't be read ({exception.GetType().Name})";
        }
    }
}
