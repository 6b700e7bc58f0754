using System.Text.Json;

namespace Exchange.Web.Feeds;

/// <summary>How far a client that comes back has a book; nothing when it begins.</summary>
internal readonly record struct RangerPosition(string? Epoch, long Sequence);

/// <summary>What a Ranger client asked for, or why it was not understood.</summary>
internal readonly record struct RangerRequest(string Event, IReadOnlyList<string> Streams, string? Error)
{
    public const string Subscribe = "subscribe";
    public const string Unsubscribe = "unsubscribe";
    private static readonly Dictionary<string, RangerPosition> Nowhere = [];

    /// <summary>Where to go on, by stream; our addition.</summary>
    public IReadOnlyDictionary<string, RangerPosition> Resume { get; init; } = Nowhere;

    /// <summary>Streams asked for in the address.</summary>
    public static RangerRequest OfAddress(IReadOnlyList<string> streams) => new(Subscribe, streams, null);

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
        if (names.Count == 0) return Refused("No streams provided");
        var request = new RangerRequest(name, names, null);
        return root.TryGetProperty("resume", out var resume) && resume.ValueKind == JsonValueKind.Object
            ? request with { Resume = Positions(resume) }
            : request;
    }

    /// <summary>What cannot be read is no position: a snapshot is always right.</summary>
    private static Dictionary<string, RangerPosition> Positions(JsonElement resume)
    {
        var positions = new Dictionary<string, RangerPosition>();
        foreach (var (stream, position) in resume.EnumerateObject().Select(p => (p.Name, p.Value)))
        {
            if (position.ValueKind == JsonValueKind.Object
                && position.TryGetProperty("epoch", out var epoch) && epoch.ValueKind == JsonValueKind.String
                && position.TryGetProperty("sequence", out var number) && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt64(out var sequence))
                positions[stream] = new RangerPosition(epoch.GetString(), sequence);
        }

        return positions;
    }

    private static RangerRequest Refused(string error) => new("", [], error);
}
