using System.Text.Json.Serialization;

namespace Exchange.Bench;

/// <summary>What a generator process is to send; it comes as JSON on its standard input.</summary>
internal sealed record LoadPlan
{
    public required int Port { get; init; }

    /// <summary>Where orders are posted.</summary>
    public string Path { get; init; } = "/api/v2/peatio/market/orders";

    /// <summary>API keys with their secrets; connections take turns.</summary>
    public required IReadOnlyList<ApiCredentials> Keys { get; init; }

    public required int Connections { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Requests a second, whether or not the server keeps up (open loop); 0: each connection sends its next as soon as
    /// it has its answer (closed loop).</summary>
    public double Rate { get; init; }

    /// <summary>Orders in a request; 1 posts single orders.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Every order carries an Idempotency-Key of its own.</summary>
    public bool HasKeys { get; init; }

    /// <summary>Connections more that place an order far from the market and cancel it, over and over.</summary>
    public int CancelProbes { get; init; }
}

/// <summary>One API key.</summary>
internal sealed record ApiCredentials(string Key, string Secret);

/// <summary>What a generator process saw; microseconds from the moment a request was meant to be sent.</summary>
internal sealed record LoadFigures
{
    public long Acknowledged { get; init; }

    /// <summary>Answers 422.</summary>
    public long Refused { get; init; }

    /// <summary>What the first of them said.</summary>
    public string? FirstRefusal { get; init; }

    /// <summary>Answers 429 and 503.</summary>
    public long Shed { get; init; }

    /// <summary>Due, but no connection was free until the end.</summary>
    public long Unsent { get; init; }

    public double PerSecond { get; init; }

    public long P50 { get; init; }

    public long P99 { get; init; }

    public long P999 { get; init; }

    public long Cancels { get; init; }

    public long CancelP50 { get; init; }

    public long CancelP99 { get; init; }

    public override string ToString()
    {
        var text = FormattableString.Invariant(
            $"{PerSecond:F0} orders/s acknowledged, p50 {P50} µs, p99 {P99} µs, p99.9 {P999} µs");
        if (Refused > 0) text += FormattableString.Invariant($", {Refused} refused, the first with {FirstRefusal}");
        if (Shed > 0) text += FormattableString.Invariant($", {Shed} shed with 429 or 503");
        if (Unsent > 0) text += FormattableString.Invariant($", {Unsent} not sent in time");
        return Cancels == 0 ? text
            : text + FormattableString.Invariant($"; {Cancels} cancels, p50 {CancelP50} µs, p99 {CancelP99} µs");
    }
}

[JsonSerializable(typeof(LoadPlan))]
[JsonSerializable(typeof(LoadFigures))]
internal sealed partial class LoadJson : JsonSerializerContext;
