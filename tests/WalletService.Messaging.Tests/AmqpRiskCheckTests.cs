using System.Text.Json;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Messaging.Risk;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fixtures;

namespace WalletService.Messaging.Tests;

/// <summary>A risk service is asked over a real broker. Whatever is not a clear answer in time is none.</summary>
public sealed class AmqpRiskCheckTests(RabbitMqVirtualHost virtualHost) : IClassFixture<RabbitMqVirtualHost>, IAsyncLifetime
{
    private readonly RiskOptions options = new() { Transport = RiskTransport.Amqp, Deadline = TimeSpan.FromSeconds(30), Exchange = $"risk-{Guid.CreateVersion7():N}" };
    private AmqpRiskCheck? check;
    private IConnection? connection;
    private IChannel? service;

    private AmqpRiskCheck Check => check ?? throw new InvalidOperationException("Nothing was made.");

    private IChannel Service => service ?? throw new InvalidOperationException("Nothing was made.");

    public async Task InitializeAsync()
    {
        check = new AmqpRiskCheck(options, Options.Create(new RabbitMqOptions
        {
            Uri = virtualHost.Uri,
            UserName = virtualHost.UserName,
            Password = virtualHost.Password,
        }));
        connection = await ConnectAsync();
        service = await connection.CreateChannelAsync();
    }

    public async Task DisposeAsync()
    {
        await Check.DisposeAsync();
        await connection!.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"verdict":"allow"}""", RiskVerdict.Allow)]
    [InlineData("""{"verdict":"review","reason":"new customer"}""", RiskVerdict.Review)]
    [InlineData("""{"verdict":"deny"}""", RiskVerdict.Deny)]
    public async Task Asks_and_reads_the_verdict(string answer, RiskVerdict verdict)
    {
        var asking = Check.AskAsync(Question("reference-1"), CancellationToken.None);
        var question = await TakeAsync();
        using var body = JsonDocument.Parse(question.Body);
        Assert.Equal("reference-1", body.RootElement.GetProperty("reference").GetString());
        Assert.Equal("application/json", question.BasicProperties.ContentType);
        Assert.Equal("30000", question.BasicProperties.Expiration);

        await AnswerAsync(question, answer);
        Assert.Equal(verdict, await asking);
    }

    [Theory]
    [InlineData("""{"verdict":"Allow"}""")]
    [InlineData("""{"verdict":"allow""")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task Nothing_but_a_clear_yes_is_a_yes(string answer)
    {
        var asking = Check.AskAsync(Question(), CancellationToken.None);
        var question = await TakeAsync();
        await AnswerAsync(question, answer);
        await Assert.ThrowsAsync<PortUnavailableException>(() => asking);
    }

    [Fact]
    public async Task An_answer_to_another_question_is_none()
    {
        using var asker = new CancellationTokenSource();
        var asking = Check.AskAsync(Question(), asker.Token);
        var question = await TakeAsync();
        await AnswerAsync(question, "guessed", """{"verdict":"allow"}""");
        await AnswerAsync(question, correlationId: null, """{"verdict":"allow"}""");
        await AnswerAsync(question, """{"verdict":"deny"}""");
        Assert.Equal(RiskVerdict.Deny, await asking);
    }

    [Fact]
    public async Task Answers_find_their_questions_in_any_order()
    {
        var first = Check.AskAsync(Question("first"), CancellationToken.None);
        var firstAsked = await TakeAsync();
        var second = Check.AskAsync(Question("second"), CancellationToken.None);
        var secondAsked = await TakeAsync();
        await AnswerAsync(secondAsked, """{"verdict":"deny"}""");
        await AnswerAsync(firstAsked, """{"verdict":"allow"}""");
        Assert.Equal(RiskVerdict.Allow, await first);
        Assert.Equal(RiskVerdict.Deny, await second);
    }

    [Fact]
    public async Task Nobody_answers_until_the_asker_gives_up()
    {
        using var asker = new CancellationTokenSource();
        var asking = Check.AskAsync(Question(), asker.Token);
        await TakeAsync();
        await asker.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_lost_connection_is_no_answer_and_the_next_question_connects_anew()
    {
        var asking = Check.AskAsync(Question(), CancellationToken.None);
        var question = await TakeAsync();

        // The broker closes the channel of a consumer whose queue is gone.
        await Service.ExchangeDeleteAsync($"{options.Exchange}.replies");
        await Service.ExchangeDeleteAsync(options.Exchange);
        var lost = Check.AskAsync(Question(), CancellationToken.None);
        await Assert.ThrowsAsync<PortUnavailableException>(() => lost);
        await Assert.ThrowsAsync<PortUnavailableException>(() => asking);

        var again = Check.AskAsync(Question("again"), CancellationToken.None);
        var asked = await TakeAsync();
        Assert.NotEqual(question.BasicProperties.ReplyTo, asked.BasicProperties.ReplyTo);
        await AnswerAsync(asked, """{"verdict":"allow"}""");
        Assert.Equal(RiskVerdict.Allow, await again);
    }

    [Fact]
    public async Task A_broker_that_is_away_is_unavailable()
    {
        await using var away = new AmqpRiskCheck(
            options, Options.Create(new RabbitMqOptions { Uri = new Uri("amqp://127.0.0.1:1/"), UserName = "u", Password = "p" }));
        await Assert.ThrowsAsync<PortUnavailableException>(() => away.AskAsync(Question(), CancellationToken.None));
    }

    private Task<IConnection> ConnectAsync() =>
        new ConnectionFactory { Uri = virtualHost.Uri, UserName = virtualHost.UserName, Password = virtualHost.Password }.CreateConnectionAsync();

    private static RiskQuestion Question(string reference = "reference") => Some.Question(reference);

    private Task<BasicGetResult> TakeAsync() => RiskServiceOnBroker.TakeAsync(ConnectAsync, $"{options.Exchange}.requests");

    private Task AnswerAsync(BasicGetResult question, string answer) =>
        RiskServiceOnBroker.AnswerAsync(Service, $"{options.Exchange}.replies", question, answer);

    private Task AnswerAsync(BasicGetResult question, string? correlationId, string answer) =>
        RiskServiceOnBroker.AnswerAsync(Service, $"{options.Exchange}.replies", question, correlationId, answer);
}
