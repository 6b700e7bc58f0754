using System.Collections.Concurrent;

namespace Exchange.Web.Api;

/// <summary>GET /openapi.json, /openapi/:module and /swagger: the reference for programs.</summary>
internal sealed class OpenApiEndpoints(RouteTable table, string prefix)
{
    /// <summary>Where the whole document is.</summary>
    public const string Whole = "/openapi.json";

    /// <summary>Where one module's document is.</summary>
    public const string OneModule = "/openapi/{module}";

    /// <summary>Where the old servers have theirs.</summary>
    public const string Swagger = "/swagger";

    private readonly ConcurrentDictionary<string, byte[]> _documents = new();

    private IEnumerable<ApiRoute> Routes => table.Routes.Where(route => route.Path.StartsWith(prefix + "/", StringComparison.Ordinal));

    /// <summary>Adds the documents of a part of the API to the table.</summary>
    public static void Map(RouteTable table, string prefix)
    {
        var reference = new OpenApiEndpoints(table, prefix);
        table.Anyone("GET", Whole, reference.WholeAsync);
        table.Anyone("GET", OneModule, reference.OneAsync);
        table.Anyone("GET", Swagger, reference.WholeAsync);
    }

    /// <summary>All modules of the part of the API that the request is in.</summary>
    public Task WholeAsync(HttpContext http) => WriteAsync(http, "");

    /// <summary>One module.</summary>
    public Task OneAsync(HttpContext http)
    {
        var module = ((string)http.Request.RouteValues["module"]!).ToLowerInvariant();
        return Routes.Any(route => route.Module == module) ? WriteAsync(http, module) : ApiError.NotFound.WriteAsync(http);
    }

    private Task WriteAsync(HttpContext http, string module)
    {
        // A document is as old as the program: it is written when it is first asked for.
        var document = _documents.GetOrAdd(module, name => OpenApiDocument.Of(
            name.Length == 0 ? "Exchange" : $"Exchange: {name}",
            Routes.Where(route => name.Length == 0 || route.Module == name)));
        http.Response.ContentType = ApiResponse.ContentType;
        http.Response.ContentLength = document.Length;
        return http.Response.Body.WriteAsync(document, 0, document.Length);
    }
}
