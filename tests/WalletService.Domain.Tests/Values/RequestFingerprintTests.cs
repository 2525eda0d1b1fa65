using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Values;

public sealed class RequestFingerprintTests
{
    [Fact]
    public void The_same_fields_have_the_same_fingerprint() =>
        Assert.Equal(RequestFingerprint.Of("a", null, "b"), RequestFingerprint.Of("a", null, "b"));

    [Fact]
    public void Fields_do_not_run_into_each_other()
    {
        Assert.NotEqual(RequestFingerprint.Of("a", "bc"), RequestFingerprint.Of("ab", "c"));
        Assert.NotEqual(RequestFingerprint.Of("a", null), RequestFingerprint.Of("a", string.Empty));
        Assert.NotEqual(RequestFingerprint.Of("a", "1:b;"), RequestFingerprint.Of("a", "1:b;", null));
    }
}
