using System.Net;
using System.Text.RegularExpressions;
using Exchange.Tests.Access;

namespace Exchange.Tests.Privacy;

/// <summary>A browser with a session, which fills in forms as people do and follows no redirects.</summary>
internal sealed partial class FormBrowser(AccessWorld world, params (string Name, string Value)[] session) : IDisposable
{
    private readonly Dictionary<string, string> _cookies = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    /// <summary>Sends a form whose token is on a page.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        var token = AntiforgeryToken().Match(await (await SendAsync(HttpMethod.Get, page, null)).Content.ReadAsStringAsync());
        (string, string) field = ("__RequestVerificationToken", token.Groups[1].Value);
        return await SendAsync(HttpMethod.Post, path, [field, .. fields]);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, (string Name, string Value)[]? fields)
    {
        using var request = new HttpRequestMessage(method, new Uri(world.Address, path));
        request.Headers.TryAddWithoutValidation("User-Agent", AccessWorld.UserAgent);
        var cookies = session.Where(h => h.Name == "Cookie").Select(h => h.Value).Concat(_cookies.Select(c => $"{c.Key}={c.Value}"));
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", cookies));
        if (fields is not null) request.Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead);
        if (!response.Headers.TryGetValues("Set-Cookie", out var set)) return response;
        foreach (var parts in set.Select(cookie => cookie.Split(';')[0].Split('=', 2))) _cookies[parts[0]] = parts[1];
        return response;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex AntiforgeryToken();
}
