using System.Net.Http.Headers;
using System.Text;
using Exchange.Core.Compliance;
using Exchange.Core.Members;
using Exchange.Core.Primitives;
using Exchange.Tests.Compliance;
using Exchange.Web.Verification;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Access;

/// <summary>Uploads that no browser would send, and ways to files that nobody should have.</summary>
[Trait("Category", "Integration")]
public sealed class HostileUploadTests(AccessWorld world) : IClassFixture<AccessWorld>
{
    private const string Path = "/api/v2/barong/resource/documents";
    private const string Boundary = "b0undary";

    [Trait("BadInput", "B209")]
    [Theory]
    [InlineData("../../../x.jpg")]
    [InlineData("..\\..\\web.config")]
    [InlineData("C:\\x.jpg")]
    [InlineData("\\\\host\\share\\x.jpg")]
    [InlineData("a.png::$DATA")]
    [InlineData("CON")]
    [InlineData("a.jpg%00.exe")]
    public async Task A_files_name_decides_nothing(string name)
    {
        var before = Files();
        var (status, _) = await SendAsync(await world.MemberAsync(), Form(Fields(), [Part("upload[]", SampleFiles.Jpeg(), name)]));
        Assert.Equal(201, status);
        var made = Assert.Single(Files().Except(before));
        Assert.Matches("^[0-9a-f]{32}\\.doc$", System.IO.Path.GetFileName(made));
    }

    [Trait("BadInput", "B206, B208, B211, B214, B215")]
    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", 422)]
    [InlineData("MZ\u0090 this program", 422)]
    [InlineData("", 422)]
    [InlineData("PK\u0003\u0004", 415)]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", 415)]
    public async Task What_is_no_picture_is_refused_whatever_it_says_it_is(string content, int expected)
    {
        var before = Files();
        var part = Part("upload[]", Encoding.Latin1.GetBytes(content), "a.png", "image/png");
        Assert.Equal(expected, (await SendAsync(await world.MemberAsync(), Form(Fields(), [part]))).Status);
        Assert.Equal(before, Files());
    }

    [Trait("BadInput", "B211")]
    [Fact]
    public async Task Too_large_is_refused_by_its_length_or_while_it_comes()
    {
        var before = Files();
        var member = await world.MemberAsync();
        var large = Form(Fields(), [Part("upload[]", [.. SampleFiles.Jpeg(), .. new byte[FileInspection.MaxBytes]], "a.jpg")]);
        Assert.Equal(413, (await SendAsync(member, large)).Status);
        Assert.Equal(413, (await SendAsync(member, large, isChunked: true)).Status);
        Assert.Equal(before, Files());
    }

    [Trait("BadInput", "B220, B221")]
    [Fact]
    public async Task A_form_that_is_broken_or_has_too_many_parts_is_refused()
    {
        var before = Files();
        var member = await world.MemberAsync();
        var file = Part("upload[]", SampleFiles.Jpeg(), "a.jpg");
        var many = Enumerable.Range(0, UploadReader.MaxParts).Select(i => ($"k{i}", "v"));
        var forms = new Dictionary<string, byte[]>
        {
            ["nothing"] = [],
            ["no end"] = Form(Fields(), [file])[..^20],
            ["ten thousand parts"] = Form(Enumerable.Range(0, 10_000).Select(i => ("k", "v")), []),
            ["one part too many"] = Form(many, [file]),
            ["a field too long"] = Form([("doc_type", new string('x', UploadReader.MaxFieldBytes + 1))], [file]),
            ["a part's header of 64 KiB"] = Form(Fields(), [Part("upload[]", SampleFiles.Jpeg(), new string('n', 65_536))]),
            ["no disposition"] = Encoding.ASCII.GetBytes($"--{Boundary}\r\n\r\nx\r\n--{Boundary}--\r\n"),
        };
        foreach (var (what, form) in forms) Assert.Equal((what, 400), (what, (await SendAsync(member, form)).Status));
        Assert.Equal(400, (await SendAsync(member, Form(Fields(), [file]), "multipart/form-data; boundary=other")).Status);
        var without = await SendAsync(member, Form(Fields(), [file]), "multipart/form-data");
        Assert.True(without.Status is 400 or 415, $"no boundary: {without.Status}");
        var twice = await SendAsync(member, Form([.. Fields(), ("doc_type", "Identity card")], [file]));
        Assert.Equal(422, twice.Status);
        Assert.Contains("repeated_doc_type", twice.Body, StringComparison.Ordinal);
        Assert.Equal(before, Files());
    }

    [Trait("BadInput", "B224")]
    [Fact]
    public async Task A_document_is_given_whole_to_reviewers_and_to_nobody_else()
    {
        var member = await world.MemberAsync();
        Assert.Equal(201, (await SendAsync(member, Form(Fields(), [Part("upload[]", SampleFiles.Jpeg(), "a.jpg")]))).Status);
        await using var db = world.Context();
        var id = (await db.Set<Document>().SingleAsync(d => d.MemberId == member.Value)).Id;
        var path = $"/tower/documents/{id:D}";
        var reviewer = await world.StaffAsync(Roles.Compliance, secondFactor: true);

        var whole = await world.SendAsync("GET", path, null, reviewer);
        var ranged = await world.SendAsync("GET", path + "?file=../../etc/passwd", null, [.. reviewer, ("Range", "bytes=0-0,5-,-1")]);
        foreach (var answer in new[] { whole, ranged })
        {
            Assert.Equal(200, answer.Status);
            Assert.Equal("nosniff", Assert.Single(answer.Response.Headers.GetValues("X-Content-Type-Options")));
            Assert.True(answer.Response.Headers.CacheControl!.NoStore);
            Assert.Equal(whole.Body, answer.Body);
        }

        Assert.Equal(403, (await world.SendAsync("GET", path, null, await world.SessionAsync(world.Other))).Status);
        foreach (var other in new[] { $"{{{id:D}}}", $"{id:N}", "..%2f..%2fx", $"{Guid.NewGuid():D}" })
            Assert.Equal((other, 404), (other, (await world.SendAsync("GET", "/tower/documents/" + other, null, reviewer)).Status));
    }

    private List<string> Files() =>
        [.. Directory.EnumerateFiles(world.DocumentDirectory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static (string, string)[] Fields() => [("doc_type", "Passport"), ("doc_number", "C01X00T47")];

    private static byte[] Part(string name, byte[] content, string file, string type = "image/jpeg") =>
    [
        .. Encoding.UTF8.GetBytes($"--{Boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n"
            + $"Content-Type: {type}\r\n\r\n"),
        .. content, .. "\r\n"u8,
    ];

    private static byte[] Form(IEnumerable<(string Name, string Value)> fields, byte[][] files) =>
    [
        .. Encoding.UTF8.GetBytes(string.Concat(fields.Select(
            f => $"--{Boundary}\r\nContent-Disposition: form-data; name=\"{f.Name}\"\r\n\r\n{f.Value}\r\n"))),
        .. files.SelectMany(f => f), .. Encoding.ASCII.GetBytes($"--{Boundary}--\r\n"),
    ];

    private async Task<(int Status, string Body)> SendAsync(
        MemberId member, byte[] form, string type = $"multipart/form-data; boundary={Boundary}", bool isChunked = false)
    {
        using var content = new StreamContent(new MemoryStream(form));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        (string, string)[] headers = await world.SessionAsync(member);
        if (isChunked) headers = [.. headers, ("Transfer-Encoding", "chunked")];
        else content.Headers.ContentLength = form.Length;
        var (status, body, _) = await world.SendContentAsync("POST", Path, content, headers);
        return (status, body);
    }
}
