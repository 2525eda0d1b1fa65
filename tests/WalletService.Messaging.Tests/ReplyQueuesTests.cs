using System.Text.RegularExpressions;
using WalletService.Contracts;

namespace WalletService.Messaging.Tests;

/// <summary>The names of callers' reply queues, by which the broker's permissions keep callers apart.</summary>
public sealed class ReplyQueuesTests
{
    [Theory]
    [InlineData("shop")]
    [InlineData("shop_b")]
    [InlineData("shop.b-2")]
    public void A_name_begins_with_the_user_and_is_never_the_same(string user)
    {
        var name = ReplyQueues.NewName(user);

        Assert.Matches($"^{Regex.Escape(user)}:replies\\.[0-9a-f]{{32}}$", name);
        Assert.NotEqual(name, ReplyQueues.NewName(user));
    }

    [Theory]
    [InlineData("shop", "shop_b")]
    [InlineData("shop", "shop.replies.b")]
    [InlineData("shop", "my.shop")]
    [InlineData("shop", "shopb")]
    public void A_permission_for_one_user_is_none_for_another_whose_name_holds_it(string user, string other)
    {
        Assert.Matches(PatternOf(user), ReplyQueues.NewName(user));
        Assert.DoesNotMatch(PatternOf(user), ReplyQueues.NewName(other));
        Assert.DoesNotMatch(PatternOf(other), ReplyQueues.NewName(user));

        static string PatternOf(string name) => $@"^{Regex.Escape(name)}:replies\.";
    }

    [Theory]
    [InlineData("")]
    [InlineData("shop:replies.b")]
    [InlineData("shop b")]
    [InlineData("shöp")]
    [InlineData("shop*")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345")]
    public void A_user_of_another_kind_of_name_has_no_reply_queue(string user) =>
        Assert.Throws<ArgumentException>(() => ReplyQueues.NewName(user));
}
