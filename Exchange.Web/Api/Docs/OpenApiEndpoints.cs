using System.Collections.Concurrent;

namespace Exchange.Web.Api;

/// <summary>GET /openapi.json, /openapi/:module and /swagger: the reference for programs.</summary>
internal sealed class OpenApiEndpoints(RouteTable table)
{
    /// <summary>Where the whole document is.</summary>
    public const string Whole = "/openapi.json";

    /// <summary>Where one module's document is.</summary>
    public const string OneModule = "/openapi/{module}";

    /// <summary>Where the old servers have theirs.</summary>
    public const string Swagger = "/swagger";

    private readonly ConcurrentDictionary<string, byte[]> _documents = new();

    /// <summary>All modules of the part of the API that the request is in.</summary>
    public Task WholeAsync(HttpContext http) => WriteAsync(http, "");

    /// <summary>One module.</summary>
    public Task OneAsync(HttpContext http)
    {
        var module = ((string)http.Request.RouteValues["module"]!).ToLowerInvariant();
        return table.Routes.Any(route => route.Module == module) ? WriteAsync(http, module) : ApiError.NotFound.WriteAsync(http);
    }

    private Task WriteAsync(HttpContext http, string module)
    {
        // A document is as old as the program: it is written when it is first asked for.
        var document = _documents.GetOrAdd(module, name => OpenApiDocument.Of(
            name.Length == 0 ? "Exchange" : $"Exchange: {name}",
            table.Routes.Where(route => name.Length == 0 || route.Module == name)));
        http.Response.ContentType = ApiResponse.ContentType;
        http.Response.ContentLength = document.Length;
        return http.Response.Body.WriteAsync(document, 0, document.Length);
    }
}
