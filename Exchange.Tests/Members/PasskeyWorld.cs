using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;

namespace Exchange.Tests.Members;

/// <summary>A member with a passkey, a session, and the recovery codes that came with it.</summary>
internal sealed record Keyed(MemberId Member, long Session, SoftPasskey Device, IReadOnlyList<string> Codes)
{
    /// <summary>Their proof while they only ask.</summary>
    public static PasskeyExchange Asking() => new() { IsAsking = true };
}

/// <summary>Passkeys in tests, through the real doors.</summary>
internal static class PasskeyWorld
{
    public const string Name = "laptop";

    /// <summary>A member whose only second factor is a passkey.</summary>
    public static async Task<Keyed> KeyedAsync(this MembersWorld world, string email)
    {
        var member = await world.MemberAsync(email);
        var session = await world.SessionAsync(member);
        var device = new SoftPasskey();
        var outcome = await world.AddPasskeyAsync(member, new StepUpProof(MembersWorld.Password, session), device);
        Assert.Equal(PasskeyRejectReason.None, outcome.Reason);
        return new Keyed(member, session, device, outcome.Codes);
    }

    /// <summary>Both steps, with a proof.</summary>
    public static async Task<PasskeyOutcome> AddPasskeyAsync(
        this MembersWorld world, MemberId member, StepUpProof proof, SoftPasskey device, string name = Name)
    {
        var begun = await world.Get<Passkeys>().BeginAsync(member, name, proof, MembersWorld.Origin, default);
        if (begun.Question is null) return begun;
        var given = new PasskeyExchange { Key = begun.Question.Key, Answer = device.Create(begun.Question.Options) };
        return await world.Get<Passkeys>().AddAsync(member, name, given, proof.SessionId, MembersWorld.Origin, default);
    }

    /// <summary>Asks for a sign-in, and lets the device answer.</summary>
    public static async Task<SignInOutcome> EnterAsync(this MembersWorld world, SoftPasskey device)
    {
        var question = (await world.Get<SignIn>().AskPasskeyAsync(default))!;
        return await world.EnterAsync(new PasskeyExchange { Key = question.Key, Answer = device.Get(question.Options) });
    }

    /// <summary>Signs in with an answer.</summary>
    public static Task<SignInOutcome> EnterAsync(this MembersWorld world, PasskeyExchange given) =>
        world.Get<SignIn>().WithPasskeyAsync(given, MembersWorld.Origin, default);

    /// <summary>A proof by passkey for an act that is run with it: first it is asked for, then it answers.</summary>
    public static async Task<StepUpProof> ProveAsync(this Keyed who, Func<StepUpProof, Task> act)
    {
        var asking = Keyed.Asking();
        await act(new StepUpProof(null, who.Session) { Passkey = asking });
        Assert.NotNull(asking.Question);
        return who.Answering(asking.Question);
    }

    /// <summary>The answer of the member's device, as a proof.</summary>
    public static StepUpProof Answering(this Keyed who, PasskeyQuestion question) => new(null, who.Session)
    {
        Passkey = new PasskeyExchange { Key = question.Key, Answer = who.Device.Get(question.Options) },
    };
}
