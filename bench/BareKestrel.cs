using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Bench;

/// <summary>
/// The ceiling: the least that a web server of .NET can do with an order. A minimal API that reads the same JSON and answers with
/// JSON of about the same length; no key, no checks, no engine, no disk.
/// </summary>
internal static partial class BareKestrel
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(FormattableString.Invariant($"http://127.0.0.1:{options.Number("port", 0)}"));
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));
        await using var app = builder.Build();
        var last = 0L;
        app.MapPost("/api/v2/peatio/market/orders", (NewOrder order, HttpContext http) =>
        {
            http.Response.StatusCode = StatusCodes.Status201Created;
            return TypedResults.Json(Answer(order, Interlocked.Increment(ref last)), Json.Default.Order, statusCode: 201);
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await app.WaitForShutdownAsync();
        return 0;
    }

    private static Order Answer(NewOrder order, long id) => new(
        id, Guid.Empty, order.Side, "limit", order.Price, "0.0", "wait", order.Market, "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z", order.Volume, order.Volume, "0.0", "0.002", "0.002", 0);

    private sealed record NewOrder(string Market, string Side, string Volume, string Price);

    private sealed record Order(
        long Id, Guid Uuid, string Side, string OrdType, string Price, string AvgPrice, string State, string Market,
        string CreatedAt, string UpdatedAt, string OriginVolume, string RemainingVolume, string ExecutedVolume,
        string MakerFee, string TakerFee, int TradesCount);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(NewOrder))]
    [JsonSerializable(typeof(Order))]
    private sealed partial class Json : JsonSerializerContext;
}
