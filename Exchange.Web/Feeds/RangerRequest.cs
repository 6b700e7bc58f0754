using System.Text.Json;

namespace Exchange.Web.Feeds;

/// <summary>What a Ranger client asked for, or why it was not understood.</summary>
internal readonly record struct RangerRequest(string Event, IReadOnlyList<string> Streams, string? Error)
{
    public const string Subscribe = "subscribe";
    public const string Unsubscribe = "unsubscribe";

    /// <summary>Reads a message; unknown keys are passed over.</summary>
    public static RangerRequest Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new Utf8JsonReader(utf8);
            using var document = JsonDocument.ParseValue(ref reader);
            return Parse(document.RootElement);
        }
        catch (JsonException)
        {
            return Refused("Could not parse message: not JSON");
        }
    }

    private static RangerRequest Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return Refused("Could not parse message: not an object");
        var name = root.TryGetProperty("event", out var e) && e.ValueKind == JsonValueKind.String
            ? e.GetString()
            : null;
        if (name is not (Subscribe or Unsubscribe)) return Refused("Could not parse Type: Invalid event");
        if (!root.TryGetProperty("streams", out var streams) || streams.ValueKind != JsonValueKind.Array)
            return Refused("No streams provided");
        var names = streams.EnumerateArray()
            .Where(s => s.ValueKind == JsonValueKind.String).Select(s => s.GetString()!).ToList();
        return names.Count == 0 ? Refused("No streams provided") : new RangerRequest(name, names, null);
    }

    private static RangerRequest Refused(string error) => new("", [], error);
}
