using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Domain.Events;
using WalletService.Postgres.Encryption;

namespace WalletService.Postgres.Events;

/// <summary>Takes the label out of a stored event's data, and puts it in again when the event is read.</summary>
internal static class EventLabels
{
    private const string Field = "label";

    /// <summary>The event's data as they are stored, and the label encrypted. Where its key is not loaded the event goes without.</summary>
    public static (string Data, byte[]? Label) Hide(FieldCipher? cipher, EventDraft draft, Guid eventId)
    {
        if (draft.Topic != EventTopics.Wallets || JsonNode.Parse(draft.Data) is not JsonObject data || data[Field]?.GetValue<string>() is not { } label)
        {
            return (draft.Data, null);
        }

        if (cipher is null)
        {
            throw new InvalidOperationException("An event with a label is recorded without the means to encrypt it.");
        }

        if (!cipher.Encrypts)
        {
            return (draft.Data, null);
        }

        data.Remove(Field);
        return (data.ToJsonString(JsonSerializerOptions.Web), cipher.TrySeal(label, PlaceOf(eventId)));
    }

    /// <summary>The event's data as they are told; without the label when it can't be read.</summary>
    public static string Show(FieldCipher cipher, Guid eventId, string data, byte[]? label)
    {
        if (label is null || cipher.Open(label, PlaceOf(eventId)).Text is not { } text)
        {
            return data;
        }

        var shown = JsonNode.Parse(data)!.AsObject();
        shown[Field] = text;
        return shown.ToJsonString();
    }

    /// <summary>What an encrypted label is bound to.</summary>
    public static string PlaceOf(Guid eventId) => $"outbox/label/{eventId:D}";
}
