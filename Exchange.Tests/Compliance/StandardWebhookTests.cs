using Exchange.Core.Compliance;

namespace Exchange.Tests.Compliance;

/// <summary>Signatures as the specification Standard Webhooks has them.</summary>
public sealed class StandardWebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Time = "1614265330";
    private const string Right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = """{"test": 2432232314}"""u8.ToArray();

    [Fact]
    public void The_vector_of_the_specification_is_signed_and_checked()
    {
        var headers = StandardWebhook.Sign(StandardWebhook.SecretOf(Secret), Id, Now, Body);
        Assert.Equal(new WebhookHeaders(Id, Time, Right), headers);
        Assert.True(IsGenuine(headers));
    }

    [Theory]
    [InlineData(Id, Time, "v1," + "AAAA")]
    [InlineData(Id, Time, "v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(Id, Time, "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData(Id, Time, "")]
    [InlineData(Id, Time, null)]
    [InlineData("msg_other", Time, Right)]
    [InlineData("", Time, Right)]
    [InlineData(null, Time, Right)]
    [InlineData(Id, "1614265331", Right)]
    [InlineData(Id, " 1614265330", Right)]
    [InlineData(Id, "+1614265330", Right)]
    [InlineData(Id, "1614265330.0", Right)]
    [InlineData(Id, "99999999999999999999", Right)]
    [InlineData(Id, "9223372036854775807", Right)]
    [InlineData(Id, null, Right)]
    public void What_is_not_signed_so_is_not_genuine(string? id, string? time, string? signature) =>
        Assert.False(IsGenuine(new WebhookHeaders(id, time, signature)));

    [Fact]
    public void Another_body_secret_or_name_is_not_genuine()
    {
        var keys = new[] { StandardWebhook.SecretOf(Secret)! };
        Assert.False(StandardWebhook.IsGenuine(keys, new(Id, Time, Right), """{"test": 2432232315}"""u8, Now));
        Assert.False(StandardWebhook.IsGenuine([StandardWebhook.SecretOf(Other)!], new(Id, Time, Right), Body, Now));
        Assert.False(StandardWebhook.IsGenuine([], new(Id, Time, Right), Body, Now));
        var longest = new string('m', StandardWebhook.MaxIdLength);
        Assert.True(StandardWebhook.IsGenuine(keys, StandardWebhook.Sign(keys[0], longest, Now, Body), Body, Now));
        Assert.False(StandardWebhook.IsGenuine(keys, StandardWebhook.Sign(keys[0], longest + "m", Now, Body), Body, Now));
        // Signed as ASCII, in which both would be a question mark.
        Assert.False(StandardWebhook.IsGenuine(keys, StandardWebhook.Sign(keys[0], "müsg", Now, Body), Body, Now));
    }

    [Fact]
    public void Of_several_secrets_and_signatures_one_pair_is_enough_while_a_secret_changes()
    {
        byte[][] keys = [StandardWebhook.SecretOf(Other)!, StandardWebhook.SecretOf(Secret)!];
        Assert.True(StandardWebhook.IsGenuine(keys, new(Id, Time, "v1a,AAAA v1,AAAA " + Right), Body, Now));
        var many = string.Join(' ', Enumerable.Repeat("v1,AAAA", StandardWebhook.MaxSignatures));
        Assert.False(StandardWebhook.IsGenuine(keys, new(Id, Time, many + " " + Right), Body, Now));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void A_message_counts_for_five_minutes_either_way(int seconds, bool isGenuine) => Assert.Equal(
        isGenuine, StandardWebhook.IsGenuine([StandardWebhook.SecretOf(Secret)!], new(Id, Time, Right), Body, Now.AddSeconds(seconds)));

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int length, bool isSecret) =>
        Assert.Equal(isSecret, StandardWebhook.SecretOf("whsec_" + Convert.ToBase64String(new byte[length])) is not null);

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64 at all, and long enough for it")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_secret_is_none(string? text) => Assert.Null(StandardWebhook.SecretOf(text));

    [Fact]
    public void Settings_are_checked_and_a_problem_never_quotes_a_secret()
    {
        static KycProviderOptions Options(string url, params string[] secrets)
        {
            var options = new KycProviderOptions { Url = new Uri(url), Name = "Herons" };
            foreach (var secret in secrets) options.Secrets.Add(secret);
            return options;
        }

        Assert.Null(new KycProviderOptions { Name = "", Timeout = TimeSpan.Zero }.Problem());
        Assert.Null(Options("https://kyc.example/v1", Secret, Other).Problem());
        Assert.Contains("Url", Options("http://kyc.example", Secret).Problem());
        Assert.Contains("Url", Options("http://127.0.0.1:9000", Secret).Problem());
        Assert.Contains("Url", Options("https://user:word@kyc.example", Secret).Problem());
        Assert.Contains("Url", Options("https://kyc.example?key=1", Secret).Problem());
        var loopback = Options("http://127.0.0.1:9000", Secret);
        loopback.AllowsLoopback = true;
        Assert.Null(loopback.Problem());
        Assert.Contains("Secrets", Options("https://kyc.example").Problem());
        Assert.DoesNotContain("c2hvcnQ", Options("https://kyc.example", "whsec_c2hvcnQ=").Problem());
        Assert.Contains("Name", new KycProviderOptions { Url = new Uri("https://kyc.example") }.Problem());
        Assert.Contains("Timeout", LongTimeout().Problem());

        static KycProviderOptions LongTimeout()
        {
            var options = Options("https://kyc.example", Secret);
            options.Timeout = KycProviderOptions.LongestTimeout + TimeSpan.FromSeconds(1);
            return options;
        }
    }

    private static bool IsGenuine(WebhookHeaders headers) =>
        StandardWebhook.IsGenuine([StandardWebhook.SecretOf(Secret)!], headers, Body, Now);
}
