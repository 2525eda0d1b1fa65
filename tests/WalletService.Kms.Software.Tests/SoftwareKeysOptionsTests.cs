using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using WalletService.TestKit.Servers;

namespace WalletService.Kms.Software.Tests;

public sealed class SoftwareKeysOptionsTests
{
    [Fact]
    public void Production_refuses_software_keys()
    {
        using var services = SoftwareKeysServices.Build(Environments.Production);

        var failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SoftwareKeysOptions>>().Value);
        Assert.Contains("Production", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_start_is_refused_not_the_first_use()
    {
        using var services = SoftwareKeysServices.Build(Environments.Production);

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_directory_needs_exactly_one_protection(bool hasBoth)
    {
        using var folder = new TemporaryFolder("software-keys");
        File.WriteAllBytes(folder.PathOf("key"), new byte[32]);

        Refuses(("Directory", folder.Path), ("Passphrase", hasBoth ? SoftwareKeysServices.Passphrase : null), ("KeyFile", hasBoth ? folder.PathOf("key") : null));
    }

    [Fact]
    public void A_short_passphrase_is_refused() => Refuses(("Directory", "/tmp"), ("Passphrase", "short"));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_file_of_another_length_is_refused(int length)
    {
        using var folder = new TemporaryFolder("software-keys");
        File.WriteAllBytes(folder.PathOf("key"), new byte[length]);

        Refuses(("Directory", folder.Path), ("KeyFile", folder.PathOf("key")));
    }

    private static void Refuses(params (string Key, string? Value)[] settings)
    {
        using var services = SoftwareKeysServices.Build(environment: null, settings);

        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SoftwareKeysOptions>>().Value);
    }
}
