using System.Globalization;
using System.Linq.Expressions;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>A session that is alive.</summary>
/// <param name="Id">Its number.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="LastSeenAt">When it was last used, to the minute.</param>
/// <param name="ExpiresAt">When it ends, unless used.</param>
/// <param name="Principal">Who is signed in.</param>
public sealed record LiveSession(
    long Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, ClaimsPrincipal Principal)
{
    /// <summary>Where it counts, when it is bound to that; else null.</summary>
    public RequestOrigin? BoundTo { get; init; }
}

/// <summary>A session that was just opened. The only place and time that shows its key.</summary>
/// <param name="Key">What goes into the cookie.</param>
/// <param name="CsrfToken">What state-changing calls must carry.</param>
public sealed record OpenedSession(string Key, string CsrfToken)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(OpenedSession);
}

/// <summary>
/// Opens, finds and ends sign-ins. A session that is ended, expired, or whose member was shut out or changed the
/// password is refused by every process within five seconds, by this one at once.
/// </summary>
public sealed class Sessions
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "Session";

    /// <summary>Bytes of randomness in the cookie's key.</summary>
    private const int KeyBytes = 32;

    private const int CsrfTokenDigits = 20;

    /// <summary>How exact the time of last use is; saves a write per request.</summary>
    private static readonly TimeSpan SeenPrecision = TimeSpan.FromMinutes(1);

    private readonly IDbContextFactory<ExchangeDbContext> _contexts;
    private readonly TimeProvider _time;
    private readonly ShortLivedCache<string, LiveSession> _live;

    /// <summary>Keeps sessions in the member_sessions table.</summary>
    public Sessions(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
    {
        _contexts = contexts;
        _time = time;
        _live = new ShortLivedCache<string, LiveSession>(time, LoadAsync);
    }

    /// <summary>
    /// Opens a session for a member and gives the key for the cookie, which nobody can read from the table. A bound one counts only
    /// where it began.
    /// </summary>
    public async Task<OpenedSession> OpenAsync(
        MemberId member, RequestOrigin origin, bool isBound, bool hasSecondFactor, CancellationToken cancellationToken)
    {
        var csrfToken = RandomNumberGenerator.GetHexString(CsrfTokenDigits, lowercase: true);
        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(KeyBytes));
        var now = _time.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var stamp = await db.Members.Where(m => m.Id == member.Value).Select(m => m.SecurityStamp!)
            .SingleAsync(cancellationToken);
        db.MemberSessions.Add(new MemberSession
        {
            KeyHash = HashOf(key),
            MemberId = member.Value,
            SecurityStamp = stamp,
            CsrfToken = csrfToken,
            IsBound = isBound,
            SecondFactorAt = hasSecondFactor ? now : null,
            Address = origin.Address,
            UserAgent = origin.UserAgent,
            CreatedAt = now,
            LastSeenAt = now,
            ExpiresAt = MemberSession.ExpiryOf(now, now),
        });
        await db.SaveChangesAsync(cancellationToken);
        return new OpenedSession(key, csrfToken);
    }

    /// <summary>The session of a cookie's key, when it is alive.</summary>
    public async ValueTask<LiveSession?> FindAsync(string key, CancellationToken cancellationToken)
    {
        if (key.Length != KeyBytes * 2) return null;
        var hash = HashOf(key);
        var session = await _live.GetAsync(hash);
        var now = _time.GetUtcNow();
        if (session is null || session.ExpiresAt <= now) return null;
        if (now - session.LastSeenAt >= SeenPrecision) await TouchAsync(hash, session, now, cancellationToken);
        return session;
    }

    /// <summary>Which of some sessions, by their numbers, are still alive. For connections that stay open.</summary>
    public async Task<IReadOnlySet<long>> AliveAmongAsync(
        IReadOnlyCollection<long> sessionIds, CancellationToken cancellationToken)
    {
        long[] all = [.. sessionIds.Distinct()];
        if (all.Length == 0) return new HashSet<long>();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await AliveRows(db, _time.GetUtcNow()).Where(row => all.Contains(row.Session.Id)).Select(row => row.Session.Id)
            .ToHashSetAsync(cancellationToken);
    }

    /// <summary>Ends the session of a cookie's key. False when there is none.</summary>
    public async Task<bool> CloseAsync(string key, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var hash = HashOf(key);
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.MemberSessions.SingleOrDefaultAsync(s => s.KeyHash == hash, cancellationToken);
        if (row is null) return false;
        var wasAlive = row.ExpiresAt > _time.GetUtcNow();
        db.MemberSessions.Remove(row);
        db.Activities.Add(Activity.Of(
            row.MemberId, Activity.SessionTopic, "logout", succeeded: true, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        _live.Invalidate(hash);
        return wasAlive;
    }

    /// <summary>A member's sessions that are alive, newest first.</summary>
    public async Task<IReadOnlyList<MemberSession>> ListAsync(MemberId member, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await db.MemberSessions.AsNoTracking().Where(s => s.MemberId == member.Value && s.ExpiresAt > now)
            .OrderByDescending(s => s.LastSeenAt).ThenByDescending(s => s.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Ends one session of a member; another member's is as unknown as none.</summary>
    public async Task<bool> RevokeAsync(
        MemberId member, long sessionId, RequestOrigin origin, CancellationToken cancellationToken) =>
        await RevokeAsync(member, s => s.Id == sessionId, origin, cancellationToken) > 0;

    /// <summary>Ends all sessions of a member but one, and says how many.</summary>
    public Task<int> RevokeOthersAsync(
        MemberId member, long sessionToKeep, RequestOrigin origin, CancellationToken cancellationToken) =>
        RevokeAsync(member, s => s.Id != sessionToKeep, origin, cancellationToken);

    /// <summary>Forgets what was read of all sessions, after a change that ends some.</summary>
    internal void InvalidateAll() => _live.InvalidateAll();

    private async Task<int> RevokeAsync(
        MemberId member, Expression<Func<MemberSession, bool>> which, RequestOrigin origin, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var count = await db.MemberSessions.Where(s => s.MemberId == member.Value).Where(which).ExecuteDeleteAsync(cancellationToken);
        _live.InvalidateAll();
        if (count == 0) return 0;
        db.Activities.Add(Activity.Of(
            member.Value, Activity.SessionTopic, Activity.SessionEnd, succeeded: true, origin, _time.GetUtcNow()));
        await db.SaveChangesAsync(cancellationToken);
        return count;
    }

    private async Task TouchAsync(
        string hash, LiveSession session, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await db.MemberSessions.Where(s => s.Id == session.Id).ExecuteUpdateAsync(
            set => set.SetProperty(s => s.LastSeenAt, now)
                .SetProperty(s => s.ExpiresAt, MemberSession.ExpiryOf(session.CreatedAt, now)),
            cancellationToken);
        _live.Invalidate(hash);
    }

    private async Task<LiveSession?> LoadAsync(string hash)
    {
        await using var db = await _contexts.CreateDbContextAsync();
        var row = await AliveRows(db, _time.GetUtcNow()).SingleOrDefaultAsync(row => row.Session.KeyHash == hash);
        if (row is null) return null;
        var (session, member) = (row.Session, row.Member);
        var standing = new MemberStanding(
            member.MemberId, member.Uid, member.Email!, member.State, member.Level, member.Role);
        var principal = standing.ToPrincipal(
            Scheme,
            [
                new Claim(MemberClaims.SessionId, session.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(MemberClaims.CsrfToken, session.CsrfToken),
                .. FactorClaims(row.Factors),
            ]);
        return new LiveSession(session.Id, session.CreatedAt, session.LastSeenAt, session.ExpiresAt, principal)
        {
            BoundTo = session.IsBound ? new RequestOrigin(session.Address, session.UserAgent) : null,
        };
    }

    private static IQueryable<SessionWithMember> AliveRows(ExchangeDbContext db, DateTimeOffset now) =>
        from session in db.MemberSessions.AsNoTracking()
        join member in db.Members.AsNoTracking() on session.MemberId equals member.Id
        where session.ExpiresAt > now && session.SecurityStamp == member.SecurityStamp
            && (member.State == MemberState.Active || member.State == MemberState.Pending)
        select new SessionWithMember
        {
            Session = session,
            Member = member,
            Factors = new MemberFactors(
                db.Set<TotpFactor>().Any(f => f.MemberId == member.Id && f.EnabledAt != null),
                db.Set<Passkey>().Any(p => p.MemberId == member.Id)),
        };

    private static IEnumerable<Claim> FactorClaims(MemberFactors factors)
    {
        if (factors.Any) yield return new Claim(MemberClaims.HasSecondFactor, "true");
        if (factors.HasAuthenticator) yield return new Claim(MemberClaims.HasAuthenticator, "true");
        if (factors.HasPasskey) yield return new Claim(MemberClaims.HasPasskey, "true");
    }

    private static string HashOf(string key) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed class SessionWithMember
    {
        public required MemberSession Session { get; init; }

        public required Member Member { get; init; }

        public required MemberFactors Factors { get; init; }
    }
}
