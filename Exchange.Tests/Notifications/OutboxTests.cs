using Exchange.Core.Notifications;
using Exchange.Tests.Members;
using Exchange.Tests.Recovery;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Notifications;

/// <summary>What is decided on in a transaction leaves after it: through a real socket, with System.Net.Mail as client.</summary>
[Trait("Category", "Integration")]
public sealed class OutboxTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_mail_arrives_as_text_and_HTML_with_the_code_and_no_content_stays()
    {
        await using var server = new SmtpServer();
        await using var world = await OutboxWorld.ForAsync(await database.CreateDatabaseAsync(), server);
        await world.AddAsync(OutboxWorld.Ann, "<b>Fire</b>fox");

        Assert.Equal(1, await world.Sender.SendDueAsync(default));

        Assert.True(server.TryReceive(out var mail));
        Assert.Equal("ann@example.com", mail!.To);
        Assert.Contains("no-reply@exchange.test", mail.Header("From"), StringComparison.Ordinal);
        Assert.Equal("auto-generated", mail.Header("Auto-Submitted"));
        Assert.Contains("multipart/alternative", mail.Data, StringComparison.Ordinal);
        Assert.Contains("with you before: <b>Fire</b>fox, address", mail.Decoded, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Fire&lt;/b&gt;fox", mail.Decoded, StringComparison.Ordinal);
        Assert.Contains("Your anti-phishing code: heron", mail.Decoded, StringComparison.Ordinal);
        Assert.Contains("https://exchange.test/reset-password", mail.Decoded, StringComparison.Ordinal);
        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((OutboxState.Sent, null, 1), (row.State, row.Payload, row.Attempts));
        Assert.Equal(0, await world.Sender.SendDueAsync(default));
    }

    [Fact]
    public async Task What_was_not_committed_never_leaves_and_what_waits_is_unreadable()
    {
        await using var server = new SmtpServer();
        await using var world = await OutboxWorld.ForAsync(await database.CreateDatabaseAsync(), server);
        await using (var db = world.Context())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            world.Get<Outbox>().AddMail(db, OutboxWorld.Ann, "address-taken", ("when", "now"), ("device", "x"));
            await db.SaveChangesAsync();
            Assert.Equal(0, await world.Sender.SendDueAsync(default));
        }

        Assert.Empty(await world.RowsAsync());
        await world.AddAsync(OutboxWorld.Ann, "canary-device");
        Assert.DoesNotContain("canary", (await world.RowsAsync()).Single().Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_senders_at_once_send_each_mail_once_and_in_order()
    {
        await using var server = new SmtpServer();
        var connection = await database.CreateDatabaseAsync();
        var time = new MovableTime();
        await using var one = await OutboxWorld.ForAsync(connection, server, time);
        await using var two = await OutboxWorld.ForAsync(connection, server, time);
        for (var i = 0; i < 40; i++)
            await one.AddAsync(OutboxWorld.Ann with { Address = $"m{i % 4}@example.com" }, $"device-{i:00}");

        while ((await one.RowsAsync()).Any(row => row.State == OutboxState.Waiting))
            await Task.WhenAll(one.Sender.SendDueAsync(default), two.Sender.SendDueAsync(default));

        List<(string To, string Device)> got = [];
        while (server.TryReceive(out var mail))
            got.Add((mail!.To, System.Text.RegularExpressions.Regex.Match(mail.Decoded, "device-[0-9]+").Value));
        Assert.Equal(40, got.Count);
        Assert.Equal(40, got.DistinctBy(mail => mail.Device).Count());
        foreach (var mailbox in got.GroupBy(mail => mail.To))
            Assert.Equal(mailbox.Select(mail => mail.Device).Order(), mailbox.Select(mail => mail.Device));
    }

    [Fact]
    public async Task A_process_that_dies_after_the_servers_yes_sends_again_with_the_same_id_and_only_after_its_claim()
    {
        await using var server = new SmtpServer { AnswerToMail = null };
        var connection = await database.CreateDatabaseAsync();
        var time = new MovableTime();
        await using var first = await OutboxWorld.ForAsync(connection, server, time);
        await first.AddAsync(OutboxWorld.Ann);
        // What a killed process leaves: the claim is committed, the mail is in, the mark is missing.
        var queue = first.Get<OutboxQueue>();
        var claimed = (await queue.DueAsync(OutboxChannel.Mail, default)).Single();
        Assert.True(await queue.ClaimAsync(claimed, default));
        Assert.False(await queue.ClaimAsync(claimed, default));
        var mail = first.Get<IEnumerable<IOutboxTransport>>().Single(t => t.Channel == OutboxChannel.Mail);
        await Assert.ThrowsAnyAsync<Exception>(() => mail.DeliverAsync(
            claimed, first.Get<OutboxPayload>().Unprotect(claimed.Payload!), default));
        Assert.True(server.TryReceive(out var before));

        server.AnswerToMail = "250 ok";
        await using var second = await OutboxWorld.ForAsync(connection, server, time);
        Assert.Equal(0, await second.Sender.SendDueAsync(default));
        time.Pass(OutboxQueue.ClaimTime);
        Assert.Equal(1, await second.Sender.SendDueAsync(default));

        Assert.True(server.TryReceive(out var after));
        Assert.Equal(before!.Header("Message-ID"), after!.Header("Message-ID"));
    }

    [Fact]
    public async Task A_server_that_is_away_is_tried_again_ever_more_rarely_and_then_no_more()
    {
        await using var server = new SmtpServer { AnswerToRecipient = "451 4.7.1 greylisted" };
        await using var world = await OutboxWorld.ForAsync(await database.CreateDatabaseAsync(), server);
        await world.AddAsync(OutboxWorld.Ann);
        await world.AddAsync(OutboxWorld.Ann with { Address = "bea@example.com" });
        List<TimeSpan> pauses = [];
        for (var attempt = 1; attempt <= OutboxQueue.MaxAttempts; attempt++)
        {
            Assert.Equal(0, await world.Sender.SendDueAsync(default));
            var row = (await world.RowsAsync())[0];
            Assert.Equal(attempt, row.Attempts);
            if (attempt == OutboxQueue.MaxAttempts) break;
            pauses.Add(row.NextAttemptAt - world.Time.GetUtcNow());
            Assert.Equal(0, await world.Sender.SendDueAsync(default));
            world.Time.Pass(pauses[^1]);
        }

        Assert.Equal(TimeSpan.FromSeconds(5), pauses[0]);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        Assert.All(await world.RowsAsync(), row => Assert.Equal((OutboxState.Dead, null), (row.State, row.Payload)));
        Assert.DoesNotContain("example.com", (await world.RowsAsync())[0].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_and_a_mail_that_is_too_old_are_given_up_at_once()
    {
        await using var server = new SmtpServer { AnswerToRecipient = "550 5.1.1 no such user" };
        await using var world = await OutboxWorld.ForAsync(await database.CreateDatabaseAsync(), server);
        await world.AddAsync(OutboxWorld.Ann);
        await world.Sender.SendDueAsync(default);
        await world.AddAsync(OutboxWorld.Ann with { Address = "bea@example.com" });
        world.Time.Pass(OutboxQueue.MaxAge);
        await world.Sender.SendDueAsync(default);

        Assert.All(await world.RowsAsync(), row => Assert.Equal((OutboxState.Dead, 1), (row.State, row.Attempts)));
        Assert.Equal("Too old.", (await world.RowsAsync())[1].Problem);
        Assert.False(server.TryReceive(out _));
    }

    [Theory]
    [InlineData(OutboxMessage.ErasureTemplate, 30)]
    [InlineData("provider-check", 1)]
    public void An_erasure_is_told_for_longer_than_anything_else_even_of_what_belongs_to_nobody(string template, int days)
    {
        var message = new OutboxMessage { Channel = OutboxChannel.Provider, Recipient = "r", Template = template, Language = "en" };
        Assert.Equal(TimeSpan.FromDays(days), OutboxQueue.MaxAgeOf(message));
    }

    [Fact]
    public async Task A_server_that_falls_silent_costs_its_time_limit_and_no_more()
    {
        await using var server = new SmtpServer { IsSilent = true };
        await using var world = await OutboxWorld.ForAsync(await database.CreateDatabaseAsync(), server, timeout: "00:00:00.300");
        await world.AddAsync(OutboxWorld.Ann);

        await world.Sender.SendDueAsync(default);

        Assert.Equal((1, nameof(TimeoutException)), ((await world.RowsAsync())[0].Attempts, (await world.RowsAsync())[0].Problem));
    }

    [Fact]
    public async Task Nothing_is_said_to_a_server_that_cannot_TLS_and_no_password_or_address_is_logged()
    {
        await using var server = new SmtpServer();
        using var log = new LogLines();
        await using var world = await OutboxWorld.CreateAsync(
            await database.CreateDatabaseAsync(), null, log,
            [.. OutboxWorld.SettingsFor(server.Port).Where(s => s.Key != "Mail:Smtp:Tls"), ("Mail:Smtp:User", "canary-user"),
                ("Mail:Smtp:Password", "canary-password")]);
        await world.AddAsync(OutboxWorld.Ann, "canary-device");

        await world.Sender.SendDueAsync(default);

        Assert.False(server.TryReceive(out _));
        Assert.DoesNotContain(server.Said, line => line.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(OutboxState.Waiting, (await world.RowsAsync())[0].State);
        Assert.Contains(log.Lines, line => line.Contains("did not leave", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("canary", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("did not leave", StringComparison.Ordinal)
            && line.Contains("example.com", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_address_gets_no_more_than_five_alike_in_an_hour()
    {
        await using var server = new SmtpServer();
        await using var world = await OutboxWorld.ForAsync(await database.CreateDatabaseAsync(), server);
        for (var i = 0; i < Outbox.MaxAlikePerHour; i++) await world.AddAsync(OutboxWorld.Ann);
        await using var db = world.Context();
        Task<bool> MayAsync(string template) => world.Get<Outbox>().MayMailAsync(db, OutboxWorld.Ann.Address, template, default);

        Assert.False(await MayAsync("new-device"));
        Assert.True(await MayAsync("address-taken"));
        world.Time.Pass(TimeSpan.FromHours(1));
        Assert.True(await MayAsync("new-device"));
    }
}
