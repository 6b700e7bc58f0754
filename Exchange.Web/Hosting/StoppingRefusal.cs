namespace Exchange.Web.Hosting;

/// <summary>
/// Turns newcomers away once the program has been asked to stop. Pages reconnect within milliseconds of losing their socket; one
/// that got in again would hold the stop up until its time limit.
/// </summary>
internal static class StoppingRefusal
{
    private const string RetryAfterSeconds = "2";

    /// <summary>Call before all other middleware; requests that are already inside finish.</summary>
    public static void UseStoppingRefusal(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use(next => context => stopping.IsCancellationRequested ? RefuseAsync(context) : next(context));
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetryAfterSeconds;
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }
}
