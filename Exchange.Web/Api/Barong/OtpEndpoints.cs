using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Web.Identity;
using QRCoder;

namespace Exchange.Web.Api;

/// <summary>/resource/otp: turns the second factor on and off, and checks codes.</summary>
internal sealed class OtpEndpoints(
    EnableSecondFactor enable, DisableSecondFactor disable, VerifySecondFactor verify, IdentityLimiter limiter)
{
    private const string Prefix = "resource.otp";

    /// <summary>Pixels of a square of the code, which makes about the 300 of Barong's picture.</summary>
    private const int PixelsPerModule = 6;

    private static readonly ApiError AlreadyEnabled = Of(400, "already_enabled");
    private static readonly ApiError NotEnabled = Of(400, "not_enabled");
    private static readonly ApiError Invalid = Of(422, "invalid");
    private static readonly ApiError PasswordRequired = Of(403, "password_required");
    private static readonly ApiError PasswordInvalid = Of(422, "invalid_password");

    public async Task GenerateAsync(HttpContext http, MemberId member)
    {
        if (await enable.BeginAsync(member, BrowserSession.OriginOf(http), http.RequestAborted) is not { } setup)
        {
            await AlreadyEnabled.WriteAsync(http);
            return;
        }

        http.Response.Headers.CacheControl = "no-store";
        await ApiResponse.WriteAsync(http, 201, setup, static (json, made) =>
        {
            json.WriteStartObject();
            json.WriteStartObject("data"u8);
            json.WriteString("barcode"u8, Convert.ToBase64String(PictureOf(made.Url)));
            json.WriteString("url"u8, made.Url);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    public async Task EnableAsync(HttpContext http, MemberId member)
    {
        if (await ReadAsync(http, member) is not { } read) return;
        var outcome = await enable.ExecuteAsync(
            member, read.Code, read.Proof, BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(outcome.Reason) is { } refusal) await refusal.WriteAsync(http);
        else await ApiResponse.WriteAsync(http, 201, 200, static (json, body) => json.WriteNumberValue(body));
    }

    public async Task DisableAsync(HttpContext http, MemberId member)
    {
        if (await ReadAsync(http, member) is not { } read) return;
        var outcome = await disable.ExecuteAsync(
            member, read.Proof with { Code = read.Code }, BrowserSession.OriginOf(http), http.RequestAborted);
        if (RefusalOf(outcome.Reason) is { } refusal) await refusal.WriteAsync(http);
    }

    public async Task VerifyAsync(HttpContext http, MemberId member)
    {
        if (await ReadAsync(http, member) is not { } read) return;
        var reason = await verify.ExecuteAsync(member, read.Code, BrowserSession.OriginOf(http), http.RequestAborted);
        // "Already enabled" of what is not: that is the contract.
        var refusal = reason == SecondFactorRejectReason.NotOn ? AlreadyEnabled : RefusalOf(reason);
        if (refusal is not null) await refusal.WriteAsync(http);
        else http.Response.StatusCode = StatusCodes.Status201Created;
    }

    /// <summary>The code and what comes with it; null when the answer is written already.</summary>
    private async Task<(string Code, StepUpProof Proof)?> ReadAsync(HttpContext http, MemberId member)
    {
        var read = await RequestParameters.ReadAsync(http.Request, new ApiParameters());
        var checks = new ParameterChecks(read.Values, Prefix);
        var (code, password) = (checks.Required("code"), checks.Text("password"));
        var error = read.Error ?? checks.Error ?? (limiter.Confirm(member) is { } wait ? IdentityLimiter.Refusal(wait) : null);
        if (error is null) return (code!, StepUpProof.Of(password, http.User));
        await error.WriteAsync(http);
        return null;
    }

    private static byte[] PictureOf(string url)
    {
        using var data = new QRCodeGenerator().CreateQrCode(url, QRCodeGenerator.ECCLevel.M);
        return new PngByteQRCode(data).GetGraphic(PixelsPerModule);
    }

    private static ApiError? RefusalOf(SecondFactorRejectReason reason) => reason switch
    {
        SecondFactorRejectReason.None => null,
        SecondFactorRejectReason.AlreadyOn => AlreadyEnabled,
        SecondFactorRejectReason.NotOn => NotEnabled,
        SecondFactorRejectReason.PasswordMissing => PasswordRequired,
        SecondFactorRejectReason.PasswordWrong => PasswordInvalid,
        SecondFactorRejectReason.CodeMissing or SecondFactorRejectReason.CodeWrong => Invalid,
    };

    private static ApiError Of(int status, string code) => ApiError.Of(status, $"{Prefix}.{code}");
}
