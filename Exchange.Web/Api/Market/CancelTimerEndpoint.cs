using Exchange.Core.Engine;
using Exchange.Core.Primitives;
using Exchange.Core.Trading;

namespace Exchange.Web.Api;

/// <summary>POST /market/cancel_timer: all orders are canceled unless this is called again in time.</summary>
internal sealed class CancelTimerEndpoint(SetCancelTimer timer)
{
    private const string Prefix = "market.cancel_timer";
    private static readonly ApiError TimeoutInvalid = ApiError.Of(422, Prefix + ".invalid_seconds");

    public async Task HandleAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        checks.Required("seconds");
        var seconds = checks.Integer("seconds", 0, 0, SetCancelTimer.MaxSeconds);
        if ((read.Error ?? checks.Error) is { } error)
        {
            await error.WriteAsync(http);
            return;
        }

        var result = await timer.ExecuteAsync(member, seconds, CancelTimerSource.Member, CancellationToken.None);
        if (Refusal(result.Reason) is { } refusal) await refusal.WriteAsync(http);
        else
            await ApiResponse.WriteAsync(http, 201, (seconds, result.ExpiresMicroseconds), static (json, state) =>
            {
                json.WriteStartObject();
                json.WriteNumber("seconds"u8, state.seconds);
                if (state.ExpiresMicroseconds == 0) json.WriteNull("expires_at"u8);
                else json.WritePreciseMoment("expires_at"u8, state.ExpiresMicroseconds);
                json.WriteEndObject();
            });
    }

    private static ApiError? Refusal(CancelTimerRejectReason reason) => reason switch
    {
        CancelTimerRejectReason.None => null,
        CancelTimerRejectReason.TimeoutInvalid => TimeoutInvalid,
        CancelTimerRejectReason.Busy => ApiError.EngineBusy,
        CancelTimerRejectReason.Unavailable => ApiError.EngineUnavailable,
        CancelTimerRejectReason.OutcomeUnknown => ApiError.OutcomeUnknown,
    };
}
