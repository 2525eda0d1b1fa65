using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>Cuts a list into pages; the token is opaque to clients and names the offset of the next page.</summary>
internal static class Page
{
    private const int LargestPage = 1000;
    private const string TokenPrefix = "page:";

    /// <param name="resources">All resources of the parent, with enums by name, in ascending order of name.</param>
    /// <param name="query">Query parameters of the call.</param>
    /// <param name="field">Name of the list in the reply.</param>
    /// <param name="render">Gives the reply's form of the resource at an index of <paramref name="resources"/>.</param>
    public static JsonObject Of(IReadOnlyList<JsonObject> resources, IQueryCollection query, string field, Func<int, JsonObject> render)
    {
        var filter = query["filter"].ToString();
        var indexes = Enumerable.Range(0, resources.Count);
        if (filter.Length > 0)
        {
            var parsed = ListFilter.Parse(filter);
            indexes = indexes.Where(index => parsed.Matches(resources[index]));
        }

        indexes = query["orderBy"].ToString() switch
        {
            "" or "name" => indexes,
            "name desc" => indexes.Reverse(),
            var other => throw KmsException.InvalidArgument($"Unsupported order_by '{other}'."),
        };

        var matching = indexes.ToList();
        var size = ReadSize(query["pageSize"].ToString());
        var start = ReadToken(query["pageToken"].ToString());
        var reply = new JsonObject();
        var items = matching.Skip(start).Take(size).Select(index => (JsonNode)render(index)).ToArray();
        if (items.Length > 0)
        {
            reply[field] = new JsonArray(items);
        }

        if (start + size < matching.Count)
        {
            reply["nextPageToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(TokenPrefix + (start + size).ToString(CultureInfo.InvariantCulture)));
        }

        // The real service leaves the total out when a filter is set.
        if (filter.Length == 0 && matching.Count > 0)
        {
            reply["totalSize"] = matching.Count;
        }

        return reply;
    }

    private static int ReadSize(string text)
    {
        if (text.Length == 0)
        {
            return LargestPage;
        }

        if (!int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var size) || size < 0)
        {
            throw KmsException.InvalidArgument("Invalid page_size.");
        }

        return size == 0 ? LargestPage : Math.Min(size, LargestPage);
    }

    private static int ReadToken(string token)
    {
        if (token.Length == 0)
        {
            return 0;
        }

        var buffer = new byte[token.Length];
        if (Convert.TryFromBase64String(token, buffer, out var length))
        {
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            if (text.StartsWith(TokenPrefix, StringComparison.Ordinal)
                && int.TryParse(text[TokenPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
            {
                return offset;
            }
        }

        throw KmsException.InvalidArgument("Invalid page_token.");
    }
}
