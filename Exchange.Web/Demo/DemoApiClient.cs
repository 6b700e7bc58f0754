using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>An open order as the public API tells it.</summary>
internal sealed record DemoOrder(long Id, string Side, Amount Price);

/// <summary>The exchange as a stranger's bot sees it: the public API over HTTP, signed with an API key.</summary>
internal sealed class DemoApiClient(HttpClient http, DemoCredential credential, TimeProvider time)
{
    private const string Prefix = "/api/v2/peatio";
    private const int MaxOpenOrders = 100;

    public async Task<IReadOnlyList<DemoOrder>> OpenOrdersAsync(string market, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(
            HttpMethod.Get, $"/market/orders?market={market}&state=wait&limit={MaxOpenOrders}", null,
                cancellationToken);
        using var json = await ReadAsync(answer, cancellationToken);
        return [.. json.RootElement.EnumerateArray().Where(HasPrice).Select(ToOrder)];
    }

    /// <summary>Places a limit order, or a market order with no price. False when it was refused.</summary>
    public async Task<bool> PlaceAsync(
        string market, string side, Amount volume, Amount? price, Amount? display, CancellationToken cancellationToken)
    {
        var order = new Dictionary<string, object>
        {
            ["market"] = market,
            ["side"] = side,
            ["volume"] = volume.ToString(),
            ["ord_type"] = price is null ? "market" : "limit",
        };
        if (price is { } limit) order["price"] = limit.ToString();
        if (display is { } shown) order["display_volume"] = shown.ToString();
        using var answer = await SendAsync(HttpMethod.Post, "/market/orders", order, cancellationToken);
        return answer.IsSuccessStatusCode;
    }

    public async Task CancelAsync(long order, CancellationToken cancellationToken)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/market/orders/{order}/cancel");
        using var answer = await SendAsync(HttpMethod.Post, path, null, cancellationToken);
    }

    /// <summary>What the bot has of a currency, or zero.</summary>
    public async Task<Amount> AvailableAsync(string currency, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, $"/account/balances/{currency}", null, cancellationToken);
        using var json = await ReadAsync(answer, cancellationToken);
        return Amount.TryParse(json.RootElement.GetProperty("balance").GetString(), out var amount)
            ? amount : Amount.Zero;
    }

    /// <exception cref="DemoBackOffException">The exchange asks to come back later.</exception>
    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, Prefix + path);
        if (body is not null) request.Content = JsonContent.Create(body);
        var nonce = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-Auth-Apikey", credential.ApiKey);
        request.Headers.Add("X-Auth-Nonce", nonce);
        request.Headers.Add("X-Auth-Signature", Sign(nonce));
        var answer = await http.SendAsync(request, cancellationToken);
        var isRefusal = answer.IsSuccessStatusCode
            || answer.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.NotFound;
        if (isRefusal) return answer;
        var delay = answer.Headers.RetryAfter?.Delta;
        var status = (int)answer.StatusCode;
        answer.Dispose();
        throw new DemoBackOffException($"The API answered {status}.", delay);
    }

    private string Sign(string nonce) => Convert.ToHexStringLower(HMACSHA256.HashData(
        Encoding.UTF8.GetBytes(credential.ApiSecret!), Encoding.UTF8.GetBytes(nonce + credential.ApiKey)));

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode) throw new DemoBackOffException($"The API answered "
            + $"{(int)answer.StatusCode}.", null);
        await using var content = await answer.Content.ReadAsStreamAsync(cancellationToken);
        return await JsonDocument.ParseAsync(content, cancellationToken: cancellationToken);
    }

    private static bool HasPrice(JsonElement order) => order.GetProperty("price").ValueKind == JsonValueKind.String;

    private static DemoOrder ToOrder(JsonElement order) => new(
        order.GetProperty("id").GetInt64(), order.GetProperty("side").GetString()!,
        Amount.TryParse(order.GetProperty("price").GetString(), out var price) ? price : Amount.Zero);
}

/// <summary>The exchange is busy or away: wait before the next request.</summary>
internal sealed class DemoBackOffException(string message, TimeSpan? retryAfter) : Exception(message)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
