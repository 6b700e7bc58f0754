using Microsoft.Playwright;

namespace Exchange.E2E.Support;

/// <summary>An authenticator that Chromium plays for one page, with passkeys, a finger that is always right, or none.</summary>
public sealed class VirtualAuthenticator : IAsyncDisposable
{
    private readonly ICDPSession _session;
    private readonly string _id;

    private VirtualAuthenticator(ICDPSession session, string id) => (_session, _id) = (session, id);

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
        return new VirtualAuthenticator(session, made!.Value.GetProperty("authenticatorId").GetString()!);
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
