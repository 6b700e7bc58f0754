using System.Globalization;
using System.Security.Claims;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>
/// What a member brings to show that it is really them, for acts that a stolen session must not do: the password again, or else a
/// session that has only just begun.
/// </summary>
/// <param name="Password">The password, or null when none was given.</param>
/// <param name="SessionId">The session of the request, or null.</param>
public sealed record StepUpProof(string? Password, long? SessionId = null)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(StepUpProof);

    /// <summary>A password, or the session of a signed-in member.</summary>
    public static StepUpProof Of(string? password, ClaimsPrincipal? principal) => new(
        password,
        long.TryParse(
            principal?.FindFirst(MemberClaims.SessionId)?.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : null);
}

/// <summary>Whether a member has shown that it is really them.</summary>
public enum StepUpVerdict
{
    /// <summary>They have.</summary>
    Confirmed = 0,

    /// <summary>There was no password, and the sign-in is too long ago.</summary>
    Missing,

    /// <summary>The password is wrong, or there were too many wrong ones.</summary>
    Wrong,
}

/// <summary>Asks members for more than their session before they give power away.</summary>
public sealed class StepUp(IDbContextFactory<ExchangeDbContext> contexts, SignIn signIn, TimeProvider time)
{
    /// <summary>For so long after a sign-in its password is as good as given again.</summary>
    public static readonly TimeSpan FreshSignIn = TimeSpan.FromMinutes(5);

    /// <summary>Checks a proof.</summary>
    public async Task<StepUpVerdict> CheckAsync(MemberId member, StepUpProof proof, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(proof.Password))
        {
            return await signIn.ConfirmPasswordAsync(member, proof.Password, cancellationToken)
                ? StepUpVerdict.Confirmed
                : StepUpVerdict.Wrong;
        }

        if (proof.SessionId is not { } session) return StepUpVerdict.Missing;
        var since = time.GetUtcNow() - FreshSignIn;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isFresh = await db.MemberSessions.AnyAsync(
            s => s.Id == session && s.MemberId == member.Value && s.CreatedAt > since, cancellationToken);
        return isFresh ? StepUpVerdict.Confirmed : StepUpVerdict.Missing;
    }
}
