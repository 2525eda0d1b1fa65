using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Tests;

/// <summary>What is taken of a response address that a caller gives.</summary>
public sealed class ReplyDestinationTests
{
    private static readonly Uri Bus = new("rabbitmq://broker.example:5671/wallets/bus-1?temporary=true");

    [Theory]
    [InlineData("rabbitmq://broker.example/wallets/caller_bus_abc?temporary=true", "exchange:caller_bus_abc?temporary=true")]
    [InlineData("rabbitmqs://another-name.example:5671/caller-1", "exchange:caller-1")]
    [InlineData("amqps://broker.example/wallets/a.b:c?durable=false&autodelete=true", "exchange:a.b:c?durable=false&autodelete=true")]
    [InlineData("rabbitmq://broker.example/wallets/amq.rabbitmq.reply-to", "exchange:amq.rabbitmq.reply-to")]
    [InlineData("exchange:caller-1?temporary=true", "exchange:caller-1?temporary=true")]
    [InlineData("rabbitmqs://broker.example/wallets/shop:replies.0f3a?temporary=true", "exchange:shop:replies.0f3a?temporary=true")]
    public void An_exchange_is_taken_at_the_buss_own_host(string given, string expected) =>
        Assert.Equal(new Uri(expected), ReplyDestination.Find(Bus, new Uri(given)));

    [Theory]
    [InlineData("rabbitmq://broker.example/wallets/victim?bind=true&queue=mine")]
    [InlineData("rabbitmq://broker.example/wallets/mine?temporary=true&bindexchange=victim")]
    [InlineData("rabbitmq://broker.example/wallets/mine?alternateexchange=victim")]
    [InlineData("rabbitmq://broker.example/wallets/mine?type=topic")]
    [InlineData("rabbitmq://broker.example/wallets/mine?temporary=true&Bind=true")]
    [InlineData("rabbitmq://broker.example/wallets/mi%20ne")]
    [InlineData("rabbitmq://broker.example/wallets/")]
    [InlineData("queue:mine")]
    [InlineData("topic:mine")]
    [InlineData("https://broker.example/mine")]
    public void What_asks_for_more_than_an_exchange_is_refused(string given) =>
        Assert.Null(ReplyDestination.Find(Bus, new Uri(given)));

    [Theory]
    [InlineData("shop:replies.0f3a", "shop", false)]
    [InlineData("/wallets/shop:replies.0f3a", "shop", false)]
    [InlineData("shop:replies.0f3a", "shop2", true)]
    [InlineData("shop:replies.0f3a", "sho", true)]
    [InlineData("shop:replies.0f3a", "SHOP", true)]
    [InlineData("shop:replies.0f3a", null, true)]
    [InlineData(":replies.0f3a", null, true)]
    [InlineData("amq.rabbitmq.reply-to.g1h2", "shop", false)]
    [InlineData("machine_program_bus_0f3a", null, false)]
    public void A_reply_queue_is_for_its_own_user_alone(string name, string? user, bool isOfAnother) =>
        Assert.Equal(isOfAnother, ReplyDestination.IsOfAnother(name, user));

    [Fact]
    public void Within_the_process_there_is_nothing_to_declare()
    {
        var address = new Uri("loopback://localhost/caller");

        Assert.Equal(address, ReplyDestination.Find(new Uri("loopback://localhost/bus"), address));
    }
}
