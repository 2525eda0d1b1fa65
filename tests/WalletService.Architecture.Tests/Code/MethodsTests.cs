namespace WalletService.Architecture.Tests.Code;

public sealed class MethodsTests
{
    [Fact]
    public void Finds_methods_of_every_shape_and_nothing_else()
    {
        const string source = """
            namespace A;

            [Serializable]
            public sealed class B<T>(int c) : D where T : class
            {
                private readonly Dictionary<string, int> _map = new() { ["a"] = 1 };
                public int Property { get; set; } = Compute(1);
                public int Other
                {
                    get { return F(); }
                }

                [Fact]
                [InlineData(1, "}")]
                public B(int c)
                    : base(c)
                {
                    if (c > 0) { F(); }
                }

                public static B operator +(B left, B right) => new(
                    left);

                public async Task<int> LongAsync<U>(
                    U value = default,
                    string text = "{")
                    where U : struct
                {
                    Func<int> f = () => { return 1; };
                    return f();
                }

                private enum Kind { One, Two }

                private sealed record Pair(int Left, int Right)
                {
                    public int Sum() => Left + Right;
                }

                abstract void NoBody(int x);
            }
            """;

        Assert.Equal(
            [
                new Method("public B(int c) : base(c)", 15, 5),
                new Method("public static B operator +(B left, B right)", 21, 2),
                new Method("public async Task<int> LongAsync<U>( U value = default, string text = ) where U : struct", 24, 8),
                new Method("public int Sum()", 37, 1),
            ],
            Methods.In(source));
    }

    [Theory]
    [InlineData("a // {", "a     ")]
    [InlineData("a /* { */ b", "a         b")]
    [InlineData("'{' + '\\'' + b", "    +      + b")]
    [InlineData("\"{\\\"{\" + b", "       + b")]
    [InlineData("@\"{\"\"{\" + b", "        + b")]
    [InlineData("\"\" + b", "   + b")]
    [InlineData("$\"{{ {f(\"}\")} }}\" + b", "      f(   )      + b")]
    [InlineData("\"\"\"{ \" {\"\"\" + b", "            + b")]
    [InlineData("$$\"\"\"{ {{f(x)}} {\"\"\" + b", "         f(x)        + b")]
    public void Blanks_what_is_not_code(string source, string expected) => Assert.Equal(expected, CodeText.Of(source));
}
