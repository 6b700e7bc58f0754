using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>
/// Sends short messages through Twilio: <c>POST /2010-04-01/Accounts/{AccountSid}/Messages.json</c> with <c>To</c>, <c>Body</c> and
/// <c>From</c> or <c>MessagingServiceSid</c>, basic authentication, 201 when it was taken. See Twilio's reference "Messages resource".
/// Twilio tells no doubles: a process that dies between its yes and our mark sends a code twice, which is the same code.
/// </summary>
internal sealed class TwilioSmsSender : ISmsSender, IDisposable
{
    private const string MessagingService = "MG";
    private readonly TwilioOptions _account;
    private readonly HttpClient _http;
    private readonly Uri _messages;

    public TwilioSmsSender(IOptions<SmsOptions> options)
    {
        _account = options.Value.Account;
        _messages = new Uri(_account.Url, $"/2010-04-01/Accounts/{Uri.EscapeDataString(_account.AccountSid)}/Messages.json");
        var name = _account.KeySid.Length > 0 ? _account.KeySid : _account.AccountSid;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { Timeout = _account.Timeout };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{_account.AuthToken}")));
    }

    public async Task SendAsync(string number, string text, Guid messageId, CancellationToken cancellationToken)
    {
        var isService = _account.From.StartsWith(MessagingService, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(
        [
            new("To", number), new("Body", text), new(isService ? "MessagingServiceSid" : "From", _account.From),
        ]);
        using var request = new HttpRequestMessage(HttpMethod.Post, _messages) { Content = form };
        // The answer repeats number and text: nothing of it is read.
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.BadRequest)
            throw new DeliveryRefusedException("HTTP 400: the provider does not send to this number, or not from ours.");
        if (!answer.IsSuccessStatusCode) throw new HttpRequestException($"HTTP {(int)answer.StatusCode} from the provider.");
    }

    public void Dispose() => _http.Dispose();
}
