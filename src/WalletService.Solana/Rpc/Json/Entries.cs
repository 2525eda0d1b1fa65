using System.Text.Json;

namespace WalletService.Solana.Rpc.Json;

/// <summary>Checks what the serializer does not: that a list of things holds no null.</summary>
internal static class Entries
{
    /// <exception cref="JsonException">An entry is null.</exception>
    public static void Require<T>(IEnumerable<T>? entries)
        where T : class
    {
        if (entries is not null && entries.Any(entry => entry is null))
        {
            throw new JsonException($"A list of {typeof(T).Name} has an entry that is null.");
        }
    }
}
