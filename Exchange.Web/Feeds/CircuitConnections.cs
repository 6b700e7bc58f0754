using System.Collections.Concurrent;
using Exchange.Core.Members;
using Exchange.Web.Api;

namespace Exchange.Web.Feeds;

/// <summary>
/// How many pages may be alive at once: each holds memory on the server for as long as it is open. A connection to the circuits
/// counts while it lasts, whatever carries it.
/// </summary>
internal sealed class CircuitConnections
{
    /// <summary>Pages of one member, in all browsers.</summary>
    public const int MaxPerMember = 20;

    /// <summary>Pages of one address, whoever is signed in: a company behind one address, not a flood.</summary>
    public const int MaxPerAddress = 200;

    private readonly ConcurrentDictionary<long, int> _members = new();
    private readonly ConcurrentDictionary<UInt128, int> _addresses = new();

    /// <summary>Middleware for the address of the circuits; what is behind it returns when the connection ends.</summary>
    public async Task AdmitAsync(HttpContext context, RequestDelegate next)
    {
        var address = RequestLimiter.KeyOf(context.Connection.RemoteIpAddress);
        var member = MemberClaims.MemberIdOf(context.User)?.Value ?? 0;
        if (!TryEnter(_addresses, address, MaxPerAddress))
        {
            Refuse(context);
            return;
        }

        try
        {
            if (member == 0) await next(context);
            else await AdmitMemberAsync(context, member, next);
        }
        finally
        {
            Leave(_addresses, address);
        }
    }

    private async Task AdmitMemberAsync(HttpContext context, long member, RequestDelegate next)
    {
        if (!TryEnter(_members, member, MaxPerMember))
        {
            Refuse(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            Leave(_members, member);
        }
    }

    private static void Refuse(HttpContext context) => context.Response.StatusCode = StatusCodes.Status429TooManyRequests;

    private static bool TryEnter<TKey>(ConcurrentDictionary<TKey, int> counts, TKey key, int limit) where TKey : notnull
    {
        if (counts.AddOrUpdate(key, 1, static (_, count) => count + 1) <= limit) return true;
        Leave(counts, key);
        return false;
    }

    /// <summary>Who has none left is forgotten.</summary>
    private static void Leave<TKey>(ConcurrentDictionary<TKey, int> counts, TKey key) where TKey : notnull
    {
        if (counts.AddOrUpdate(key, 0, static (_, count) => count - 1) == 0) counts.TryRemove(KeyValuePair.Create(key, 0));
    }
}
