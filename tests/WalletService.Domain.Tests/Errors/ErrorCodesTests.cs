using System.Reflection;
using WalletService.Contracts;
using WalletService.Domain.Errors;

namespace WalletService.Domain.Tests.Errors;

public sealed class ErrorCodesTests
{
    /// <summary>The domain must not know the contracts, so this test is what keeps their codes alike.</summary>
    [Fact]
    public void Every_refusal_of_the_domain_has_a_code_of_the_contract()
    {
        var codes = typeof(WalletErrors)
            .GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(method => (WalletError)method.Invoke(null, [.. method.GetParameters().Select(Sample)])!)
            .Select(error => error.Code)
            .ToHashSet(StringComparer.Ordinal);

        Assert.True(codes.Count > 10);
        Assert.Empty(codes.Except(ErrorCodes.All));
    }

    private static object? Sample(ParameterInfo parameter) =>
        parameter.ParameterType == typeof(string) ? "sample" : Activator.CreateInstance(parameter.ParameterType);
}
