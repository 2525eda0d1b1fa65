using System.Globalization;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Migrations;

public sealed class MigrationRulesTests
{
    /// <summary>Migrations up to this one were written before anybody could have deployed a release.</summary>
    private const int LastBeforeTheRules = 24;

    private const string Folder = "src/WalletService.Postgres/Migrations/";

    [Fact]
    public void Migrations_only_add()
    {
        var migrations = SourceTree.Ending(".sql")
            .Where(file => file.Path.StartsWith(Folder, StringComparison.Ordinal) && NumberOf(file) > LastBeforeTheRules)
            .ToArray();

        Assert.NotEmpty(migrations);
        Assert.Empty(migrations.SelectMany(file => MigrationRules.Violations(file.Path[Folder.Length..], file.Text)));
    }

    [Theory]
    [InlineData("ALTER TABLE a DROP COLUMN b")]
    [InlineData("DROP TABLE a")]
    [InlineData("ALTER TABLE a RENAME COLUMN b TO c")]
    [InlineData("ALTER TABLE a ALTER COLUMN b TYPE bigint")]
    [InlineData("ALTER TABLE a ALTER COLUMN b SET NOT NULL")]
    [InlineData("ALTER TABLE a ADD COLUMN b integer NOT NULL")]
    [InlineData("ALTER TABLE a ADD COLUMN b integer NOT NULL, ADD COLUMN c integer DEFAULT 1")]
    [InlineData("ALTER TABLE a DROP CONSTRAINT b, ADD CONSTRAINT c CHECK (d > 0)")]
    [InlineData("SELECT 1; DELETE FROM a")]
    public void What_would_break_the_release_before_is_reported(string sql) =>
        Assert.Single(MigrationRules.Violations("0099.sql", sql));

    [Theory]
    [InlineData("CREATE TABLE a (b integer NOT NULL, c text)")]
    [InlineData("ALTER TABLE a ADD COLUMN b integer, ADD COLUMN c integer NOT NULL DEFAULT 1 CHECK (c > 0)")]
    [InlineData("ALTER TABLE a ADD COLUMN b integer DEFAULT 1 NOT NULL")]
    [InlineData("ALTER TABLE a DROP CONSTRAINT b, ADD CONSTRAINT b CHECK (c IN ('x', 'y'))")]
    [InlineData("DROP INDEX a")]
    [InlineData("-- DROP TABLE a\nSELECT 1")]
    [InlineData("CREATE FUNCTION a() RETURNS void LANGUAGE sql AS $$ DELETE FROM b; $$")]
    public void What_only_adds_is_not(string sql) => Assert.Empty(MigrationRules.Violations("0099.sql", sql));

    private static int NumberOf(SourceFile file) => int.Parse(file.Path.AsSpan(Folder.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture);
}
