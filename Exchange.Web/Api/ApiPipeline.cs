using System.Globalization;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;

namespace Exchange.Web.Api;

/// <summary>
/// What every request of this API goes through: who asks, how often, and what to say when something breaks.
/// </summary>
internal sealed partial class ApiPipeline(RequestLimiter limiter, IdempotentRequests idempotent, ILogger<ApiPipeline> logger)
{
    /// <summary>
    /// Most orders that are under way at once, in all. More would only wait for each other; so many are a few hundredths of a
    /// second's work. Who comes when they are under way is told at once to come back. Cancels are not counted: they find the
    /// way free.
    /// </summary>
    public const int MaxOrdersUnderWay = 512;

    private const string NoStore = "no-store";
    private int _ordersUnderWay;

    /// <summary>An endpoint that anyone may call.</summary>
    public RequestDelegate ForAnyone(Func<HttpContext, Task> handle) => http =>
        limiter.AdmitsAddress(http)
            ? GuardAsync(http, handle)
            : RequestLimiter.TooManyRequests.WriteAsync(http);

    /// <summary>An endpoint for members, for a request that the framework's authentication has seen.</summary>
    public RequestDelegate ForMembers(Func<HttpContext, MemberId, Task> known) => http =>
    {
        if (TryMember(http, out var member)) return known(http, member);
        http.Response.Headers.CacheControl = NoStore;
        var admitted = limiter.AdmitsAddress(http);
        return (admitted ? ApiError.InvalidSession : RequestLimiter.TooManyRequests).WriteAsync(http);
    };

    /// <summary>An endpoint for a member who is known already.</summary>
    public Func<HttpContext, MemberId, Task> ForKnownMember(
        RequestKind kind, Func<HttpContext, MemberId, Task> handle)
    {
        Func<HttpContext, MemberId, Task> once = (http, member) => idempotent.HandleAsync(http, member, handle);
        return (http, member) =>
        {
            http.Response.Headers.CacheControl = NoStore;
            if (!limiter.Admits(http, kind, member)) return RequestLimiter.TooManyRequests.WriteAsync(http);
            if (kind == RequestKind.Read) return GuardAsync(http, member, handle);
            var answer = IdempotentRequests.IsWanted(http.Request) ? once : handle;
            return kind == RequestKind.Order ? AdmitOrderAsync(http, member, answer) : GuardAsync(http, member, answer);
        };
    }

    private static bool TryMember(HttpContext http, out MemberId member)
    {
        var text = http.User.FindFirst(MemberClaims.MemberId)?.Value;
        var known = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0;
        member = new MemberId(known ? id : 0);
        return known && http.User.Identity?.IsAuthenticated == true;
    }

    private async Task AdmitOrderAsync(HttpContext http, MemberId member, Func<HttpContext, MemberId, Task> handle)
    {
        var underWay = Interlocked.Increment(ref _ordersUnderWay);
        try
        {
            await (underWay <= MaxOrdersUnderWay ? handle(http, member) : ApiError.EngineBusy.WriteAsync(http));
        }
        catch (Exception e)
        {
            await AnswerAsync(http, e);
        }
        finally
        {
            Interlocked.Decrement(ref _ordersUnderWay);
        }
    }

    private async Task GuardAsync(HttpContext http, MemberId member, Func<HttpContext, MemberId, Task> handle)
    {
        try
        {
            await handle(http, member);
        }
        catch (Exception e)
        {
            await AnswerAsync(http, e);
        }
    }

    private async Task GuardAsync(HttpContext http, Func<HttpContext, Task> handle)
    {
        try
        {
            await handle(http);
        }
        catch (Exception e)
        {
            await AnswerAsync(http, e);
        }
    }

    private async Task AnswerAsync(HttpContext http, Exception exception)
    {
        if (http.RequestAborted.IsCancellationRequested) return; // nobody listens any more
        if (exception is not BadHttpRequestException) LogFailure(exception, http.Request.Method, http.Request.Path);
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        var error = exception switch
        {
            BadHttpRequestException { StatusCode: 413 } => ApiError.BodyTooLarge,
            BadHttpRequestException => ApiError.InvalidBody,
            _ when DatabaseFailure.IsAway(exception) => ApiError.EngineUnavailable,
            _ => ApiError.InternalError,
        };
        await error.WriteAsync(http);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private partial void LogFailure(Exception exception, string method, string path);
}
