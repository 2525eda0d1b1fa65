using WalletService.Benchmarks.Report;

namespace WalletService.Benchmarks.Tests.Report;

public sealed class ResultsInDocumentTests
{
    [Fact]
    public void Only_what_stands_between_the_comments_is_replaced()
    {
        var document = $"# Title\n\n{ResultsInDocument.Begin}\nold\n{ResultsInDocument.End}\n\nThe rest.\n";

        var replaced = ResultsInDocument.Replace(document, "new\n");

        Assert.Equal($"# Title\n\n{ResultsInDocument.Begin}\n\nnew\n\n{ResultsInDocument.End}\n\nThe rest.\n", replaced);
        Assert.Equal(replaced, ResultsInDocument.Replace(replaced, "new"));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData(ResultsInDocument.Begin)]
    [InlineData(ResultsInDocument.End + ResultsInDocument.Begin)]
    public void A_document_without_the_comments_is_left_alone(string document) =>
        Assert.Throws<FormatException>(() => ResultsInDocument.Replace(document, "new"));
}
