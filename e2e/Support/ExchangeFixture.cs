using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>What all browser tests of a class share: the running program and a browser.</summary>
public sealed class ExchangeFixture : IAsyncLifetime
{
    public ExchangeProgram Program { get; } = new();

    public Browser Browser { get; } = new();

    public async Task InitializeAsync()
    {
        await Program.StartAsync();
        await Browser.InitializeAsync();
    }

    public async Task DisposeAsync()
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

    /// <summary>The password of a demo member.</summary>
    public string PasswordOf(string email)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Program.Data, "demo-credentials")));
        return file.RootElement.EnumerateArray().Single(c => c.GetProperty("Email").GetString() == email)
            .GetProperty("Password").GetString()!;
    }
}
