using System.Text;
using System.Text.Json;

namespace WalletService.Messaging.Tests.Fixture;

internal static class CamelCase
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>JSON with the names of fields as the contract has them.</summary>
    public static string Camel(this object request) => Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(request, Options));
}
