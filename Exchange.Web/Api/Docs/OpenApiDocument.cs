using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Exchange.Web.Api;

/// <summary>
/// Writes routes as an OpenAPI document. What is in it comes from the route table, so a route cannot be missing; what is said about a
/// route comes from <see cref="ApiDocs"/>.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly string[] KeyHeaders = ["X-Auth-Apikey", "X-Auth-Nonce", "X-Auth-Signature"];

    /// <summary>The document of some routes.</summary>
    public static byte[] Of(string title, IEnumerable<ApiRoute> routes)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("openapi", "3.1.0");
            json.WriteStartObject("info");
            json.WriteString("title", title);
            json.WriteString("version", "2");
            json.WriteEndObject();
            json.WriteStartObject("paths");
            foreach (var path in routes.GroupBy(route => route.Path).OrderBy(path => path.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(path.Key);
                foreach (var route in path) WriteOperation(json, route);
                json.WriteEndObject();
            }

            json.WriteEndObject();
            WriteComponents(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteOperation(Utf8JsonWriter json, ApiRoute route)
    {
        var doc = ApiDocs.Of(route);
        json.WriteStartObject(route.Method.ToLowerInvariant());
        json.WriteString("summary", doc.Summary);
        if (DescriptionOf(doc) is { Length: > 0 } description) json.WriteString("description", description);
        json.WriteStartArray("tags");
        json.WriteStringValue(route.Module);
        json.WriteEndArray();
        json.WriteStartArray("parameters");
        foreach (var name in route.ParameterNames) WriteParameter(json, new ApiParameter(name, "str", name, true), "path");
        if (!route.HasBody)
            foreach (var parameter in ParametersOf(doc)) WriteParameter(json, parameter, "query");
        json.WriteEndArray();
        if (route.HasBody) WriteBody(json, doc);
        WriteAnswers(json, route, doc);
        if (route.IsForMembers) WriteSecurity(json);
        json.WriteEndObject();
    }

    /// <summary>A route's parameters, those of paging included.</summary>
    public static IEnumerable<ApiParameter> ParametersOf(ApiDoc doc) =>
        doc.IsPaged ? doc.Parameters.Concat(ApiParameter.Paging) : doc.Parameters;

    private static string DescriptionOf(ApiDoc doc)
    {
        if (doc.IsLater) return "Not built yet: answers 501.";
        return doc.IsOurs ? $"{doc.Description} An addition of ours.".TrimStart() : doc.Description;
    }

    private static void WriteParameter(Utf8JsonWriter json, ApiParameter parameter, string place)
    {
        json.WriteStartObject();
        json.WriteString("name", parameter.Name);
        json.WriteString("in", place);
        json.WriteString("description", parameter.Text);
        if (parameter.IsRequired) json.WriteBoolean("required", true);
        json.WritePropertyName("schema");
        OpenApiSchema.Write(json, parameter.Shape);
        json.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter json, ApiDoc doc)
    {
        if (doc.Body is null && doc.Parameters.Count == 0) return;
        json.WriteStartObject("requestBody");
        json.WriteStartObject("content");
        json.WriteStartObject("application/json");
        json.WritePropertyName("schema");
        if (doc.Body is not null) OpenApiSchema.Write(json, doc.Body);
        else WriteParameterObject(json, doc);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteParameterObject(Utf8JsonWriter json, ApiDoc doc)
    {
        json.WriteStartObject();
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var parameter in doc.Parameters)
        {
            json.WriteStartObject(parameter.Name);
            json.WriteString("description", parameter.Text);
            json.WriteStartArray("allOf");
            OpenApiSchema.Write(json, parameter.Shape);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("required");
        foreach (var parameter in doc.Parameters.Where(p => p.IsRequired)) json.WriteStringValue(parameter.Name);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteAnswers(Utf8JsonWriter json, ApiRoute route, ApiDoc doc)
    {
        json.WriteStartObject("responses");
        if (!doc.IsLater) WriteAnswer(json, doc.Status, doc.Summary, doc.Answer, doc.IsPaged);
        var refusals = doc.Refusals.Select(text => (Status: int.Parse(text.AsSpan(0, 3), CultureInfo.InvariantCulture), Code: text[4..]));
        if (doc.IsLater) refusals = refusals.Append((501, "server.not_implemented"));
        if (route.IsForMembers) refusals = refusals.Append((401, "authz.…"));
        if (doc.Parameters.Count > 0 || doc.IsPaged) refusals = refusals.Append((422, "….missing_…, ….invalid_… and the like"));
        refusals = refusals.Append((429, "server.too_many_requests"));
        foreach (var status in refusals.GroupBy(refusal => refusal.Status).OrderBy(group => group.Key))
            WriteAnswer(json, status.Key, string.Join(", ", status.Select(refusal => refusal.Code)), "Errors", isPaged: false);
        json.WriteEndObject();
    }

    private static void WriteAnswer(Utf8JsonWriter json, int status, string description, string? shape, bool isPaged)
    {
        json.WriteStartObject(status.ToString(CultureInfo.InvariantCulture));
        json.WriteString("description", description);
        if (isPaged)
        {
            json.WriteStartObject("headers");
            foreach (var name in new[] { "Page", "Per-Page", "Total" })
            {
                json.WriteStartObject(name);
                json.WritePropertyName("schema");
                OpenApiSchema.Write(json, "int");
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (shape is not null)
        {
            json.WriteStartObject("content");
            json.WriteStartObject("application/json");
            json.WritePropertyName("schema");
            OpenApiSchema.Write(json, shape);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>The three headers of a key together, or a session.</summary>
    private static void WriteSecurity(Utf8JsonWriter json)
    {
        json.WriteStartArray("security");
        json.WriteStartObject();
        foreach (var header in KeyHeaders)
        {
            json.WriteStartArray(header);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteComponents(Utf8JsonWriter json)
    {
        json.WriteStartObject("components");
        json.WriteStartObject("schemas");
        foreach (var (name, shape) in ApiShapes.All)
        {
            json.WritePropertyName(name);
            OpenApiSchema.Write(json, shape);
        }

        json.WriteEndObject();
        json.WriteStartObject("securitySchemes");
        foreach (var header in KeyHeaders)
        {
            json.WriteStartObject(header);
            json.WriteString("type", "apiKey");
            json.WriteString("in", "header");
            json.WriteString("name", header);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
