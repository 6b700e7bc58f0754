using System.Text;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Tests.Members;
using Exchange.Tests.Recovery;
using Exchange.Tests.Support;

namespace Exchange.Tests.Notifications;

/// <summary>Codes on their way to telephones, through a provider that speaks Twilio's protocol on a real port.</summary>
[Trait("Category", "Integration")]
public sealed class SmsTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Number = "+491701234567";
    private const string Secret = "a-token-that-nobody-sees";

    [Theory]
    [InlineData("+15005550006", "From", "")]
    [InlineData("MG0123456789", "MessagingServiceSid", "SK77")]
    public async Task A_code_is_posted_once_it_is_committed_and_tried_again_while_the_provider_is_away(
        string from, string field, string keySid)
    {
        await using var provider = await OtherSystem.StartAsync();
        using var log = new LogLines();
        await using var world = await WorldAsync(provider, log, ("Sms:Account:From", from), ("Sms:Account:KeySid", keySid));
        Assert.True(world.Get<IPhoneCodes>().IsAvailable);
        await AskForCodeAsync(world);
        provider.Status = 503;
        await world.Sender.SendDueAsync(default);
        provider.Status = 201;
        world.Time.Pass(OutboxQueue.PauseAfter(1));
        await world.Sender.SendDueAsync(default);

        Assert.Equal(2, provider.Requests.Count);
        Assert.All(provider.Requests, request => Assert.Equal("/2010-04-01/Accounts/AC%2F42/Messages.json", request.Path));
        var sent = provider.Requests[1];
        var name = keySid.Length > 0 ? keySid : "AC/42";
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{Secret}")), sent.Authorization);
        Assert.Contains($"To={Uri.EscapeDataString(Number)}&", sent.Body, StringComparison.Ordinal);
        Assert.Contains($"{field}={Uri.EscapeDataString(from)}", sent.Body, StringComparison.Ordinal);
        Assert.Matches("Body=[^&]*[0-9]{6}", sent.Body);
        Assert.Equal((OutboxState.Sent, 2), await StateAsync(world));
        Assert.NotEmpty(log.Lines);
        foreach (var secret in new[] { Number, Secret, "123456" })
            Assert.DoesNotContain(log.Lines, line => line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_that_the_provider_refuses_is_given_up_at_once_and_a_wrong_token_is_not()
    {
        await using var provider = await OtherSystem.StartAsync();
        await using var world = await WorldAsync(provider, null, ("Sms:Account:From", "+15005550006"));
        await AskForCodeAsync(world);
        provider.Status = 401;
        await world.Sender.SendDueAsync(default);
        Assert.Equal((OutboxState.Waiting, 1), await StateAsync(world));
        provider.Status = 400;
        world.Time.Pass(OutboxQueue.PauseAfter(1));
        await world.Sender.SendDueAsync(default);
        Assert.Equal((OutboxState.Dead, 2), await StateAsync(world));
    }

    [Theory]
    [InlineData("Pigeon", "AC1", "https://api.twilio.com")]
    [InlineData("Twilio", "", "https://api.twilio.com")]
    [InlineData("Twilio", "AC1", "http://api.twilio.com")]
    public void Settings_that_cannot_work_are_refused_at_the_start(string provider, string account, string url)
    {
        var options = new SmsOptions { Provider = provider };
        (options.Account.AccountSid, options.Account.AuthToken, options.Account.From) = (account, Secret, Number);
        options.Account.Url = new Uri(url);
        Assert.False(options.IsValid);
        Assert.True(new SmsOptions().IsValid);
    }

    private async Task<OutboxWorld> WorldAsync(OtherSystem provider, LogLines? log, params (string Key, string Value)[] more) =>
        await OutboxWorld.CreateAsync(
            await database.CreateDatabaseAsync(), null, log,
            [
                ("Sms:Provider", "Twilio"), ("Sms:Account:Url", provider.Url), ("Sms:Account:AccountSid", "AC/42"),
                ("Sms:Account:AuthToken", Secret), .. more,
            ]);

    private static async Task AskForCodeAsync(OutboxWorld world)
    {
        var made = await world.Get<SignUp>().MakeConfirmedAsync("ann@example.com", MembersWorld.Password, MembersWorld.Origin, default);
        Assert.True(PhoneNumber.TryParse(Number, out var number));
        await using var db = world.Context();
        await world.Get<IPhoneCodes>().AddAsync(db, made.Member, number!, "123456", default);
        await db.SaveChangesAsync();
    }

    private static async Task<(OutboxState State, int Attempts)> StateAsync(OutboxWorld world)
    {
        var row = (await world.RowsAsync()).Single(m => m.Channel == OutboxChannel.Sms);
        return (row.State, row.Attempts);
    }
}
