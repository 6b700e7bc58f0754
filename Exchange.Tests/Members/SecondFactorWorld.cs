using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Support;

namespace Exchange.Tests.Members;

/// <summary>A member with a second factor, their telephone and their recovery codes.</summary>
internal sealed record Protected(MemberId Member, long Session, Authenticator Phone, IReadOnlyList<string> Codes);

/// <summary>Turns second factors on in tests, through the real doors.</summary>
internal static class SecondFactorWorld
{
    /// <summary>Enables a factor with the code of the present step, which is used up then.</summary>
    public static async Task<Protected> ProtectAsync(this MembersWorld world, MemberId member)
    {
        var session = await world.SessionAsync(member);
        var setup = await world.Get<EnableSecondFactor>().BeginAsync(member, MembersWorld.Origin, default);
        var phone = Authenticator.Scan(setup!.Url);
        var outcome = await world.Get<EnableSecondFactor>().ExecuteAsync(
            member, phone.CodeAt(world.Time.GetUtcNow()), new StepUpProof(MembersWorld.Password, session), MembersWorld.Origin, default);
        Assert.Equal(SecondFactorRejectReason.None, outcome.Reason);
        world.NextStep();
        return new Protected(member, session, phone, outcome.Codes);
    }

    /// <summary>Opens a session and gives its number.</summary>
    public static async Task<long> SessionAsync(this MembersWorld world, MemberId member)
    {
        await world.Get<Sessions>().OpenAsync(member, MembersWorld.Origin, isBound: false, hasSecondFactor: false, default);
        return (await world.Get<Sessions>().ListAsync(member, default)).Max(s => s.Id);
    }

    /// <summary>The code that the telephone shows now.</summary>
    public static string Code(this MembersWorld world, Protected who) => who.Phone.CodeAt(world.Time.GetUtcNow());

    /// <summary>A wrong one.</summary>
    public static string WrongCode(this MembersWorld world, Protected who) => who.Phone.WrongCodeAt(world.Time.GetUtcNow());

    /// <summary>Waits until the telephone shows another code.</summary>
    public static void NextStep(this MembersWorld world) => world.Time.Pass(TimeSpan.FromSeconds(30));
}
