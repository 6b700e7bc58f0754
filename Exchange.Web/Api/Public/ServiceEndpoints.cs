using System.Globalization;
using System.Reflection;
using Exchange.Core.Engine;

namespace Exchange.Web.Api;

/// <summary>Time, version, health and levels under /public.</summary>
internal sealed class ServiceEndpoints(IEngine engine, TimeProvider time)
{
    private const int DepositLevel = 1;
    private const int TradingLevel = 2;
    private const int WithdrawLevel = 3;

    private static readonly string[] Version = (typeof(ServiceEndpoints).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+', 2);

    public Task TimestampAsync(HttpContext http)
    {
        var now = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return ApiResponse.WriteAsync(http, 200, $"\"{now}+00:00\"",
            static (json, text) => json.WriteRawValue(text, skipInputValidation: true));
    }

    public static Task VersionAsync(HttpContext http) =>
        ApiResponse.WriteAsync(http, 200, Version, static (json, version) =>
        {
            json.WriteStartObject();
            json.WriteString("git_tag"u8, version[0]);
            json.WriteString("git_sha"u8, version.Length > 1 ? version[1] : null);
            json.WriteNull("build_date"u8); // builds are reproducible: they carry no date
            json.WriteString("version"u8, version[0]);
            json.WriteEndObject();
        });

    public static Task AliveAsync(HttpContext http)
    {
        http.Response.StatusCode = 200;
        return Task.CompletedTask;
    }

    public Task ReadyAsync(HttpContext http)
    {
        http.Response.StatusCode = engine.Status.Phase == EnginePhase.Running ? 200 : 503;
        return Task.CompletedTask;
    }

    public static Task MemberLevelsAsync(HttpContext http) =>
        ApiResponse.WriteAsync(http, 200, 0, static (json, _) =>
        {
            json.WriteStartObject();
            WriteLevel("deposit", DepositLevel);
            WriteLevel("withdraw", WithdrawLevel);
            WriteLevel("trading", TradingLevel);
            json.WriteEndObject();

            void WriteLevel(string name, int level)
            {
                json.WriteStartObject(name);
                json.WriteNumber("minimum_level"u8, level);
                json.WriteEndObject();
            }
        });
}
