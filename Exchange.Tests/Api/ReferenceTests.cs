using System.Text.Json;
using Exchange.Web.Api;

namespace Exchange.Tests.Api;

/// <summary>The reference tells of every route, and what it says can be read.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else()
    {
        await using var world = await ApiWorld.StartAsync();
        var (_, body, _) = await world.SendAsync("GET", "/openapi.json", member: 0);
        using var json = JsonDocument.Parse(body);
        var told = json.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));
        Assert.Equal(world.Routes.Routes.Select(r => $"{r.Method} {r.Path}").Order(), told.Order());
    }

    [Fact]
    public async Task Every_route_has_words_of_its_own_and_every_word_a_route()
    {
        await using var world = await ApiWorld.StartAsync();
        Assert.Empty(world.Routes.Routes.Where(route => !ApiDocs.Has(route)).Select(route => $"{route.Method} {route.Path}"));
        var routes = world.Routes.Routes.Select(r => $"{r.Method} {r.Path}").ToHashSet();
        var docs = ApiDocs.Modules.Where(m => m.Prefix == PeatioApiRoutes.Prefix)
            .SelectMany(m => m.Docs.Select(d => $"{d.Method} {m.Prefix}{d.Path}"));
        Assert.Empty(docs.Except(routes));
    }

    [Fact]
    public async Task A_module_has_a_document_of_its_own()
    {
        await using var world = await ApiWorld.StartAsync();
        var (status, body, _) = await world.SendAsync("GET", "/openapi/Account", member: 0);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(200, status);
        Assert.All(json.RootElement.GetProperty("paths").EnumerateObject(),
            path => Assert.StartsWith("/api/v2/peatio/account/", path.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_shape_can_be_read_and_names_only_shapes_that_are_there()
    {
        var texts = ApiDocs.Modules.SelectMany(m => m.Docs)
            .SelectMany(d => d.Parameters.Select(p => p.Shape).Append(d.Answer).Append(d.Body)).OfType<string>()
            .Concat(ApiShapes.All.Values);
        foreach (var name in texts.SelectMany(text => NamesIn(Shape.Parse(text)))) Assert.Contains(name, ApiShapes.All.Keys);
    }

    [Theory]
    [InlineData("{a:int")]
    [InlineData("word")]
    [InlineData("[int] int")]
    [InlineData("{a?int}")]
    public void What_is_no_shape_is_refused(string text) => Assert.Throws<FormatException>(() => Shape.Parse(text));

    private static IEnumerable<string> NamesIn(Shape shape) => shape switch
    {
        Shape.Named named => [named.Name],
        Shape.ListOf list => NamesIn(list.Item),
        Shape.TupleOf tuple => tuple.Items.SelectMany(NamesIn),
        Shape.OneOf one => one.Choices.SelectMany(NamesIn),
        Shape.ObjectOf members => members.Members.SelectMany(m => NamesIn(m.Shape)).Concat(members.Others is { } o ? NamesIn(o) : []),
        _ => [],
    };
}
