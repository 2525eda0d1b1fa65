using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Settings;

public sealed class ServiceSettingsTests
{
    [Fact]
    public void Settings_are_read_from_options_classes()
    {
        var file = new SourceFile("src/A/BOptions.cs", """
            /// <summary>Where. Setting <c>Storage:Provider</c>.</summary>
            public enum StorageProvider;

            /// <summary>How. Section <c>Bees</c>.</summary>
            public sealed class BOptions
            {
                [Required]
                public string? Name { get; set; } = "x";

                public int Computed => 1;

                public IReadOnlyList<Uri> Others { get; init; } = [];

                public IDictionary<string, Bee> Hive { get; } = new();
            }
            """);

        Assert.Equal(["Storage__Provider", "Bees__Name", "Bees__Others", "Bees__Hive__*"], ServiceSettings.In(file));
    }

    [Fact]
    public void Without_a_named_section_the_class_names_it() =>
        Assert.Equal(["B__Name"], ServiceSettings.In(new SourceFile("src/A/BOptions.cs", "public sealed class BOptions { public string Name { get; set; } }")));
}
