using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Exchange.Tests.Support;

/// <summary>An answer of the API; status 0 when the connection broke before there was one.</summary>
internal sealed record ApiAnswer(int Status, string Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public JsonElement Json() => JsonDocument.Parse(Body).RootElement;
}

/// <summary>A member's program: requests signed with an API key.</summary>
internal sealed class TradingClient(Uri url, string key, string secret) : IDisposable
{
    public const string Prefix = "/api/v2/peatio";
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(4);
    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };

    public Task<ApiAnswer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<ApiAnswer> PostAsync(string path, string? json = null) => SendAsync(
        HttpMethod.Post, path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>A POST with an idempotency key.</summary>
    public Task<ApiAnswer> PostOnceAsync(string path, string json, string key)
    {
        var content = new StringContent(json, Encoding.UTF8, "application/json");
        content.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return SendAsync(HttpMethod.Post, path, content);
    }

    public Task<ApiAnswer> LimitAsync(string side, string price, string volume, Guid? id = null) =>
        PostAsync("/market/orders", OrderJson(side, price, volume, id ?? Guid.NewGuid()));

    public static string OrderJson(string side, string price, string volume, Guid id) =>
        $$"""{"market":"btcusdt","side":"{{side}}","price":"{{price}}","volume":"{{volume}}","client_id":"{{id}}"}""";

    /// <summary>All pages of a list.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        List<JsonElement> all = [];
        for (var page = 1; ; page++)
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var answer = await GetAsync($"{path}{separator}limit=1000&page={page}");
            Assert.True(answer.Status == 200, $"{path}: {answer}");
            var rows = answer.Json().EnumerateArray().ToList();
            all.AddRange(rows);
            if (rows.Count < 1000) return all;
        }
    }

    public async Task<ApiAnswer> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, new Uri(Prefix + path, UriKind.Relative));
        request.Content = content;
        Sign(request);
        try
        {
            using var answer = await _http.SendAsync(request);
            return new ApiAnswer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return new ApiAnswer(0, e.Message);
        }
    }

    /// <summary>
    /// The time of a member whose clock is four seconds fast. The server takes anything within five seconds of its own, so that a slow
    /// machine has nine until it looks.
    /// </summary>
    public static long Nonce() => (TimeProvider.System.GetUtcNow() + Ahead).ToUnixTimeMilliseconds();

    /// <summary>Puts the three headers of a signature into a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="lag">How much slower the signer's clock is than <see cref="Nonce"/>.</param>
    public void Sign(HttpRequestMessage request, TimeSpan lag = default)
    {
        var nonce = (Nonce() - (long)lag.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("X-Auth-Apikey", key);
        request.Headers.Add("X-Auth-Nonce", nonce);
        request.Headers.Add("X-Auth-Signature", Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(nonce + key))));
    }

    public void Dispose() => _http.Dispose();
}
