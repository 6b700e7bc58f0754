using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Tests.Members;
using Exchange.Tests.Support;

namespace Exchange.Tests.Notifications;

/// <summary>The event API: another system gets signed events by HTTP, once the change that they are about is committed.</summary>
[Trait("Category", "Integration")]
public sealed class EventTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_sign_up_is_told_with_a_signature_that_verifies_and_the_same_id_at_every_try()
    {
        using var key = RSA.Create(2048);
        using var file = new KeyFile(key);
        await using var system = await OtherSystem.StartAsync();
        await using var world = await OutboxWorld.CreateAsync(await database.CreateDatabaseAsync(), null, null,
            ("Events:SigningKeyFile", file.Path), ("Events:Endpoints:0:Url", system.Url + "/events"),
            ("Events:Endpoints:0:Names:0", "model.user."), ("Mail:Transport", "Mailbox"), ("Site:Url", "https://exchange.test"));
        system.Status = 503;
        await world.Get<SignUp>().ExecuteAsync("ann@example.com", MembersWorld.Password, MembersWorld.Origin, default);
        await world.Sender.SendDueAsync(default);
        system.Status = 200;
        world.Time.Pass(OutboxQueue.PauseAfter(1));
        await world.Sender.SendDueAsync(default);

        Assert.Equal(2, system.Requests.Count);
        var tries = system.Requests.Select(request => Verified(key, request.Body)).ToList();
        Assert.Equal(tries[0].GetProperty("jti").GetString(), tries[1].GetProperty("jti").GetString());
        var now = world.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(("barong", now, now + 3600), (tries[1].GetProperty("iss").GetString(), tries[1].GetProperty("iat").GetInt64(),
            tries[1].GetProperty("exp").GetInt64()));
        var told = tries[1].GetProperty("event");
        Assert.Equal("model.user.created", told.GetProperty("name").GetString());
        Assert.Equal("ann@example.com", told.GetProperty("record").GetProperty("email").GetString());
        Assert.Equal("pending", told.GetProperty("record").GetProperty("state").GetString());
        Assert.DoesNotContain(tries, t => t.GetRawText().Contains("token", StringComparison.OrdinalIgnoreCase));
        var row = (await world.RowsAsync()).Single(m => m.Channel == OutboxChannel.Event);
        Assert.Equal((OutboxState.Sent, 2), (row.State, row.Attempts));
    }

    [Fact]
    public async Task Names_that_a_system_does_not_want_are_not_sent_and_one_that_is_gone_is_given_up()
    {
        using var key = RSA.Create(2048);
        using var file = new KeyFile(key);
        await using var system = await OtherSystem.StartAsync();
        await using var world = await OutboxWorld.CreateAsync(await database.CreateDatabaseAsync(), null, null,
            ("Events:SigningKeyFile", file.Path), ("Events:Endpoints:0:Url", system.Url + "/events"),
            ("Events:Endpoints:0:Names:0", "system.session."));
        system.Status = 410;
        await using (var db = world.Context())
        {
            world.Get<EventOutbox>().Add(db, 7, "model.user.created", new { uid = "x" });
            world.Get<EventOutbox>().Add(db, 7, "system.session.create", new { uid = "x" }, new { state = "pending" });
            await db.SaveChangesAsync();
        }

        await world.Sender.SendDueAsync(default);

        var told = Verified(key, Assert.Single(system.Requests).Body).GetProperty("event");
        Assert.Equal("pending", told.GetProperty("changes").GetProperty("state").GetString());
        Assert.Equal(OutboxState.Dead, Assert.Single(await world.RowsAsync()).State);
    }

    [Theory]
    [InlineData("http://elsewhere.example/events")]
    [InlineData("ftp://elsewhere.example/events")]
    [InlineData("/events")]
    public void An_endpoint_without_https_is_refused(string url)
    {
        using var key = RSA.Create(2048);
        using var file = new KeyFile(key);
        var options = new EventOptions
        {
            SigningKeyFile = file.Path,
            Endpoints = [new EventEndpoint { Url = new Uri(url, UriKind.RelativeOrAbsolute) }],
        };
        Assert.NotNull(options.Problem());
        Assert.Null(new EventOptions { SigningKeyFile = "none" }.Problem());
        Assert.NotNull(new EventOptions { Endpoints = [new EventEndpoint { Url = new Uri("https://x.example") }] }.Problem());
    }

    /// <summary>The payload of a body whose signature is right.</summary>
    private static JsonElement Verified(RSA key, string body)
    {
        var json = JsonSerializer.Deserialize<JsonElement>(body);
        var payload = json.GetProperty("payload").GetString()!;
        var signature = Assert.Single(json.GetProperty("signatures").EnumerateArray());
        var header = signature.GetProperty("protected").GetString()!;
        Assert.Equal("barong", signature.GetProperty("header").GetProperty("kid").GetString());
        Assert.Equal("""{"alg":"RS256"}""", Encoding.UTF8.GetString(Base64Url.DecodeFromChars(header)));
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature.GetProperty("signature").GetString()),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return JsonSerializer.Deserialize<JsonElement>(Base64Url.DecodeFromChars(payload));
    }

    private sealed class KeyFile : IDisposable
    {
        public KeyFile(RSA key) => File.WriteAllText(Path, key.ExportPkcs8PrivateKeyPem());

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
