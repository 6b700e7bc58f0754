using System.Collections.Concurrent;
using Exchange.Core.Privacy;
using Exchange.Tests.Access;
using Exchange.Tests.Support;
using Exchange.Web.Account;
using Microsoft.Extensions.Logging;

namespace Exchange.Tests.Privacy;

/// <summary>The program, with every line that it and its libraries would log kept. Only what appsettings.json turns off is off.</summary>
public sealed class LoggedWorld : AccessWorld, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>All lines, with their exceptions.</summary>
    internal IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => new Keeper(categoryName, _lines);

    protected override void Log(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Debug).AddProvider(this);
        logging.AddFilter("Exchange", LogLevel.Trace);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Debug);
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Debug);
        foreach (var (category, level) in LogTests.Quiet) logging.AddFilter(category, level);
    }

    private sealed class Keeper(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}

/// <summary>A member signs up, shows who they are, takes their data and goes; no line tells who it was.</summary>
[Trait("Category", "Integration")]
public sealed class LogTests(LoggedWorld world) : IClassFixture<LoggedWorld>
{
    /// <summary>They write what was asked for, with tokens and all: the program keeps them quiet, however talkative the rest is.</summary>
    internal static readonly IReadOnlyList<(string Category, LogLevel Level)> Quiet =
        [("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None), ("Microsoft.AspNetCore.Routing", LogLevel.Warning)];

    private const string Password = "seven shy otters at noon";

    [Fact]
    public async Task No_line_of_the_log_holds_anything_about_a_person()
    {
        var person = new KnownPerson("loggia") { Phone = "+491709876550" };
        var token = await EnterAsync(person);
        await person.LiveAsync(world);
        var session = await world.SessionAsync(person.Id);
        await TalkToTheApiAsync(person, session);
        using (var browser = new FormBrowser(world, session))
        {
            using var export = await browser.PostAsync(
                "/account/privacy", PrivacyEndpoints.Export, ("export-proof", AccessWorld.Password));
            Assert.Equal("application/zip", export.Content.Headers.ContentType?.MediaType);
            using var closed = await browser.PostAsync(
                "/account/privacy", "/account/privacy", ("_handler", "close"), ("reason", "loggia-why"),
                ("close-proof", AccessWorld.Password));
        }

        await ClosingTests.AgeAsync(world, person.Id, TimeSpan.FromDays(4_000));
        await world.Get<EraseMembers>().ExecuteAsync(default);

        string[] secrets =
        [
            "loggia", person.Phone, person.Phone[1..], person.Profile.DateOfBirth!, person.Profile.Postcode!, person.DocumentNumber,
            person.Address, "198.51.100.77", Password, AccessWorld.Password, token, .. session.Select(h => h.Value),
        ];
        var lines = world.Lines;
        Assert.Contains(lines, line => line.Contains("Exchange.", StringComparison.Ordinal));
        Assert.True(lines.Count > 1_000, $"{lines.Count} lines only");
        var found = from line in lines
                    from secret in secrets
                    where line.Contains(secret, StringComparison.OrdinalIgnoreCase)
                    select $"{secret}: {line[..Math.Min(300, line.Length)]}";
        Assert.Empty(found.Take(20));
    }

    [Fact]
    public void The_program_keeps_quiet_what_writes_down_requests() => Assert.All(
        Quiet, q => Assert.Contains(
            $"\"{q.Category}\": \"{q.Level}\"", Tidy.Repository.Read("Exchange.Web/appsettings.json"), StringComparison.Ordinal));

    /// <summary>By the pages: sign-up, the link of the mail, sign-in.</summary>
    private async Task<string> EnterAsync(KnownPerson person)
    {
        using var browser = new FormBrowser(world);
        var email = "pages-" + person.Email;
        await browser.PostAsync("/signup", "/signup", ("_handler", "signup"), ("email", email), ("password", Password));
        var token = MailboxDoor.TokenIn((await MailboxDoor.MailsAsync(world.Services, email))[0].Text)!;
        var page = "/confirm-email?token=" + token;
        await browser.PostAsync(page, page, ("_handler", "confirm"), ("token", token));
        await browser.PostAsync("/signin", "/signin", ("_handler", "signin"), ("email", email), ("password", "wrong " + Password));
        using var entered = await browser.PostAsync(
            "/signin", "/signin", ("_handler", "signin"), ("email", email), ("password", Password));
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, entered.StatusCode);
        return token;
    }

    /// <summary>What is right, what is wrong, and what cannot be read.</summary>
    private async Task TalkToTheApiAsync(KnownPerson person, (string, string)[] session)
    {
        const string api = "/api/v2/barong/resource";
        var profile = $$"""{"first_name":"Loggia","last_name":"Loggia7","dob":"21/03/1987","address":"loggia 1"}""";
        foreach (var (path, body) in ((string, string)[])[
            ("/profiles", profile), ("/profiles", "{\"first_name\":\"loggia"), ("/phones", $$"""{"phone_number":"{{person.Phone}}"}"""),
            ("/phones/verify", $$"""{"phone_number":"{{person.Phone}}","verification_code":"123456"}"""),
            ("/labels", """{"key":"loggia-a","value":"loggia-b"}"""), ("/otp/verify", """{"code":"loggia"}""")])
            await world.SendAsync("POST", api + path, body, session);
        await world.SendAsync("GET", $"/tower/members?q={person.Email}", null, session);
        await world.SendAsync("GET", $"/nowhere/{person.Email}?email={person.Email}", null, session);
    }
}
