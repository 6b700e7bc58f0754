using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>What all browser tests of a class share: the running program and a browser.</summary>
public partial class ExchangeFixture : IAsyncLifetime
{
    /// <summary>The address of the first admin.</summary>
    public const string AdminEmail = "first-admin@example.com";

    private const string AdminPassword = "four quiet herons at dawn";

    private bool _hasAdmin;

    public ExchangeFixture()
        : this([])
    {
    }

    /// <summary>A program with settings of its own.</summary>
    protected ExchangeFixture(params (string Key, string Value)[] settings) => Program = new ExchangeProgram(settings);

    public ExchangeProgram Program { get; }

    public Browser Browser { get; } = new();

    public virtual async Task InitializeAsync()
    {
        await Program.StartAsync();
        await Browser.InitializeAsync();
    }

    public virtual async Task DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Program.DisposeAsync();
    }

    /// <summary>Somebody who is signed in as a demo trader and looks at a market.</summary>
    public async Task<Person> TraderAsync(
        string name, string market = "BTC-USDT", int width = 1440, int height = 900, [CallerMemberName] string test = "")
    {
        var person = await Browser.PersonAsync(Program.Url, width, height, name, test);
        var email = $"{name}@demo.example";
        await person.Page.GotoAsync($"/signin?returnUrl=/trade/{market}");
        await person.Page.GetByLabel("E-mail address").FillAsync(email);
        await person.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(PasswordOf(email));
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await person.ReadyToTradeAsync();
        return person;
    }

    /// <summary>The first admin: the first to ask for them makes them, with the address that the program printed.</summary>
    public async Task<Person> AdminAsync(int width = 1440, int height = 900, [CallerMemberName] string test = "")
    {
        var admin = await Browser.PersonAsync(Program.Url, width, height, "admin", test);
        var isNew = !_hasAdmin;
        var invitation = Program.Output.Select(line => SetupAddress().Match(line)).First(m => m.Success).Value;
        await admin.Page.GotoAsync(isNew ? invitation : "/signin");
        await admin.Page.GetByLabel("E-mail address").FillAsync(AdminEmail);
        await admin.Page.GetByRole(AriaRole.Textbox, new() { Name = "Password" }).FillAsync(AdminPassword);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = isNew ? "Make the admin" : "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
        _hasAdmin = true;
        return admin;
    }

    [GeneratedRegex("/setup\\?token=\\w+")]
    private static partial Regex SetupAddress();

    /// <summary>The password of a demo member.</summary>
    public string PasswordOf(string email)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Program.Data, "demo-credentials")));
        return file.RootElement.EnumerateArray().Single(c => c.GetProperty("Email").GetString() == email)
            .GetProperty("Password").GetString()!;
    }
}
