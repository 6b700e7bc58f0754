using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>An authenticator that Chromium plays for one page, with passkeys, a finger that is always right, or none.</summary>
public sealed class VirtualAuthenticator : IAsyncDisposable
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private readonly IPage _page;

    private VirtualAuthenticator(IPage page, ICDPSession session, string id) => (_page, _session, _id) = (page, session, id);

    /// <summary>Plugs one in.</summary>
    public static async Task<VirtualAuthenticator> AttachAsync(IPage page, bool verifies = true)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = verifies,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return new VirtualAuthenticator(page, session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    /// <summary>Has the page's member, who has no second factor yet, add a passkey.</summary>
    public async Task AddPasskeyAsync(string name, string password)
    {
        await _page.GotoAsync("/account/security");
        await _page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await _page.Locator("#passkey-proof").FillAsync(password);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Assertions.Expect(_page.GetByText("The passkey is added. Every other browser is signed out.")).ToBeVisibleAsync();
    }

    /// <summary>How many passkeys it holds.</summary>
    public async Task<int> CountAsync()
    {
        var held = await _session.SendAsync("WebAuthn.getCredentials", new Dictionary<string, object> { ["authenticatorId"] = _id });
        return held!.Value.GetProperty("credentials").GetArrayLength();
    }

    public async ValueTask DisposeAsync()
    {
        await _session.SendAsync("WebAuthn.disable");
        await _session.DetachAsync();
    }
}
