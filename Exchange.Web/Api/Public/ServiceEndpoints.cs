using System.Globalization;
using System.Reflection;
using Exchange.Core.Engine;
using Exchange.Core.Members;

namespace Exchange.Web.Api;

/// <summary>Time, version, health and levels under /public.</summary>
internal sealed class ServiceEndpoints(IEngine engine, LevelRule levels, TimeProvider time)
{
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

    public Task MemberLevelsAsync(HttpContext http) =>
        ApiResponse.WriteAsync(http, 200, levels, static (json, rule) =>
        {
            json.WriteStartObject();
            WriteLevel("deposit", Capability.Deposit);
            WriteLevel("withdraw", Capability.Withdraw);
            WriteLevel("trading", Capability.Trade);
            json.WriteEndObject();

            void WriteLevel(string name, Capability capability)
            {
                json.WriteStartObject(name);
                json.WriteNumber("minimum_level"u8, rule.MinimumFor(capability));
                json.WriteEndObject();
            }
        });
}
