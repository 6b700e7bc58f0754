using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Demo;

/// <summary>Makes the demo's members, who have no mailbox to confirm, and the bots' API keys through the same doors as anyone's.</summary>
internal sealed partial class DemoMembers(
    DemoCredentials credentials, SignUp signUp, MemberQueries queries, CreateApiKey createApiKey, Labels labels,
    ILogger<DemoMembers> logger)
{
    private const string BotLabel = "demo bot";
    private const string TraderLabel = "demo trader";
    private static readonly RequestOrigin Origin = new("", "demo");

    /// <summary>
    /// The member with this address, signed up when needed; null when the address cannot be a member.
    /// </summary>
    public async Task<MemberId?> EnsureAsync(string email, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(email, out var address)) return null;
        if (await queries.FindByEmailAsync(address, cancellationToken) is { } known)
        {
            await VerifyAsync(known, cancellationToken);
            return known;
        }

        var credential = credentials.LoadOrMake()[email];
        var outcome = await signUp.MakeConfirmedAsync(email, credential.Password, Origin, cancellationToken);
        if (outcome.Reason == SignUpRejectReason.None)
        {
            await VerifyAsync(outcome.Member, cancellationToken);
            return outcome.Member;
        }

        LogRefused(email, outcome.Reason);
        return null;
    }

    /// <summary>The demo's members are nobody, so there is nothing to prove; without it they could not trade.</summary>
    private async Task VerifyAsync(MemberId member, CancellationToken cancellationToken)
    {
        foreach (var key in (string[])[LabelKeys.Email, LabelKeys.Phone, LabelKeys.Profile, LabelKeys.Document])
            await labels.SetAsync(member, LabelChange.Verified(key) with { Reason = "Member of the demo" }, cancellationToken);
    }

    /// <summary>A bot's API key, made once and kept with its password; null when it cannot be made.</summary>
    public Task<DemoCredential?> EnsureBotKeyAsync(string email, CancellationToken cancellationToken) =>
        EnsureApiKeyAsync(email, BotLabel, cancellationToken);

    /// <summary>
    /// A person's API key, so that scripts and benchmarks can trade as them; null when it cannot be made.
    /// </summary>
    public Task<DemoCredential?> EnsureTraderKeyAsync(string email, CancellationToken cancellationToken) =>
        EnsureApiKeyAsync(email, TraderLabel, cancellationToken);

    private async Task<DemoCredential?> EnsureApiKeyAsync(
        string email, string label, CancellationToken cancellationToken)
    {
        var all = credentials.LoadOrMake().ToDictionary();
        if (all[email].ApiKey is not null) return all[email];
        if (await EnsureAsync(email, cancellationToken) is not { } member) return null;
        var terms = new ApiKeyTerms { Label = label, Scopes = ApiKeyScopes.Read | ApiKeyScopes.Trade };
        var made = await createApiKey.ExecuteAsync(
            member, terms, new StepUpProof(all[email].Password), Origin, cancellationToken);
        if (made.Reason != ApiKeyChangeRejectReason.None)
        {
            LogNoKey(email, made.Reason);
            return null;
        }

        all[email] = all[email] with { ApiKey = made.Kid, ApiSecret = made.Secret };
        credentials.Save(all.Values);
        return all[email];
    }

    [LoggerMessage(9002, LogLevel.Warning, "The demo member {Email} could not sign up: {Reason}")]
    private partial void LogRefused(string email, SignUpRejectReason reason);

    [LoggerMessage(9003, LogLevel.Warning,
        "No API key for {Email}: {Reason}. The demo credentials belong to another database; ./run --reset starts "
        + "afresh")]
    private partial void LogNoKey(string email, ApiKeyChangeRejectReason reason);
}
