using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Web.Api;

/// <summary>A part of the API that is mapped under an address of its own.</summary>
/// <param name="Prefix">The address.</param>
/// <param name="Map">Fills the table.</param>
internal sealed record ApiModule(string Prefix, Action<RouteTable> Map);

/// <summary>
/// The routes of the API. The framework matches requests of people and of anyone against them; programs with a key, which
/// are in a hurry, are matched here without its routing. It also tells a wrong method (405) from a wrong path (404).
/// </summary>
internal sealed class RouteTable
{
    private readonly IServiceProvider _services;
    private readonly ApiPipeline _pipeline;
    private readonly List<ApiRoute> _routes = [];
    private readonly Dictionary<string, List<ApiRoute>> _fixed = new(StringComparer.OrdinalIgnoreCase);
    private string _prefix = "";

    public RouteTable(IServiceProvider services, ApiPipeline pipeline, IEnumerable<ApiModule> modules)
    {
        (_services, _pipeline) = (services, pipeline);
        Modules = [.. modules];
        foreach (var module in Modules)
        {
            _prefix = module.Prefix;
            module.Map(this);
        }

        // Words win over parameters.
        _routes.Sort((a, b) => a.HasParameters.CompareTo(b.HasParameters));
    }

    /// <summary>The parts of the API.</summary>
    public IReadOnlyList<ApiModule> Modules { get; }

    /// <summary>All routes.</summary>
    public IReadOnlyList<ApiRoute> Routes => _routes;

    /// <summary>Makes an endpoint class; all it needs are singletons.</summary>
    public T Create<T>() => ActivatorUtilities.CreateInstance<T>(_services);

    /// <summary>A route for anyone.</summary>
    public void Anyone(string method, string pattern, Func<HttpContext, Task> handle)
    {
        var guarded = _pipeline.ForAnyone(handle);
        Add(new ApiRoute(method, _prefix + pattern, null, guarded, (http, _) => guarded(http)));
    }

    /// <summary>
    /// A route for members. A key needs <paramref name="scope"/>, by default what the kind of request says; none means that no key will
    /// do.
    /// </summary>
    public void Members(
        string method, string pattern, RequestKind kind, Func<HttpContext, MemberId, Task> handle, ApiKeyScopes? scope = null)
    {
        var known = _pipeline.ForKnownMember(kind, handle);
        var needed = scope ?? (kind == RequestKind.Read ? ApiKeyScopes.Read : ApiKeyScopes.Trade);
        Add(new ApiRoute(method, _prefix + pattern, needed, _pipeline.ForMembers(known), known));
    }

    /// <summary>The route of a request, its parameters set, or null.</summary>
    public ApiRoute? Find(HttpRequest request)
    {
        if (request.Path.Value is not { } path) return null;
        if (!_fixed.TryGetValue(path, out var candidates)) return FindByPattern(request, path);
        foreach (var route in candidates)
            if (HttpMethods.Equals(route.Method, request.Method)) return route;
        return null;
    }

    /// <summary>Answers what no route matched.</summary>
    public Task AnswerUnmatched(HttpContext http)
    {
        var path = http.Request.Path.Value!;
        var allowed = string.Join(", ", _routes.Where(route => route.Matches(path)).Select(route => route.Method).Distinct().Order());
        if (allowed.Length == 0) return ApiError.NotFound.WriteAsync(http);
        http.Response.Headers.Allow = allowed;
        return ApiError.MethodNotAllowed.WriteAsync(http);
    }

    private ApiRoute? FindByPattern(HttpRequest request, string path)
    {
        foreach (var route in _routes)
        {
            if (!HttpMethods.Equals(route.Method, request.Method) || !route.Matches(path)) continue;
            route.SetParameters(request, path);
            return route;
        }

        return null;
    }

    private void Add(ApiRoute route)
    {
        _routes.Add(route);
        if (route.HasParameters) return;
        if (!_fixed.TryGetValue(route.Path, out var same)) _fixed[route.Path] = same = [];
        same.Add(route);
    }
}

/// <summary>One method and path of the API.</summary>
internal sealed class ApiRoute
{
    /// <summary>Those of <c>/api/v2/peatio</c>, and of every other part of the API.</summary>
    private const int PrefixSegments = 3;

    private readonly string[] _segments;

    public ApiRoute(
        string method, string path, ApiKeyScopes? scope, RequestDelegate handle,
        Func<HttpContext, MemberId, Task> handleForMember)
    {
        Method = method;
        Path = path;
        Scope = scope;
        Handle = handle;
        HandleForMember = handleForMember;
        _segments = Path.Trim('/').Split('/');
    }

    public string Method { get; }

    /// <summary>The whole path, with parameters in braces.</summary>
    public string Path { get; }

    /// <summary>What a key must be allowed to call this; nothing where no key will do, null where anyone may.</summary>
    public ApiKeyScopes? Scope { get; }

    /// <summary>For a caller whom the framework's authentication knows, or nobody knows.</summary>
    public RequestDelegate Handle { get; }

    /// <summary>For a member who is known already.</summary>
    public Func<HttpContext, MemberId, Task> HandleForMember { get; }

    /// <summary>Whether only members may ask.</summary>
    public bool IsForMembers => Scope is not null;

    /// <summary>The part of the reference that it belongs to: the first word of the path behind the prefix.</summary>
    public string Module => _segments[_segments.Length > PrefixSegments ? PrefixSegments : ^1].Split('.')[0];

    /// <summary>The part of the API that it belongs to: <c>peatio</c>.</summary>
    public string Part => _segments[PrefixSegments - 1];

    /// <summary>The names of the parameters in the path.</summary>
    public IEnumerable<string> ParameterNames => _segments.Where(IsParameter).Select(segment => segment.Trim('{', '}'));

    /// <summary>Whether its parameters come in a body.</summary>
    public bool HasBody => Method is "POST" or "PUT" or "PATCH";

    public bool HasParameters => Array.Exists(_segments, IsParameter);

    /// <summary>Without regard to case and to a slash at the end, as the framework does.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        var rest = WithoutEnds(path);
        for (var i = 0; i < _segments.Length; i++)
        {
            var end = rest.IndexOf('/');
            if (end < 0 != (i == _segments.Length - 1)) return false;
            var segment = end < 0 ? rest : rest[..end];
            if (IsParameter(_segments[i])
                ? segment.IsEmpty
                : !segment.Equals(_segments[i], StringComparison.OrdinalIgnoreCase)) return false;
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return true;
    }

    /// <summary>Tells the endpoint the parameters of a path that matches.</summary>
    public void SetParameters(HttpRequest request, string path)
    {
        var i = 0;
        var rest = WithoutEnds(path);
        foreach (var range in rest.Split('/'))
        {
            var name = _segments[i++];
            if (IsParameter(name)) request.RouteValues[name.Trim('{', '}')] = rest[range].ToString();
        }
    }

    /// <summary>Without the slash before, and one slash after.</summary>
    private static ReadOnlySpan<char> WithoutEnds(ReadOnlySpan<char> path)
    {
        if (path.StartsWith('/')) path = path[1..];
        return path.EndsWith('/') ? path[..^1] : path;
    }

    private static bool IsParameter(string segment) => segment[0] == '{';
}
