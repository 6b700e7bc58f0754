using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Tests.Members;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Compliance;

/// <summary>Uploads behind the file itself: limits, links, scanner, storage.</summary>
[Trait("Category", "Integration")]
public sealed class UploadTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Trait("BadInput", "B209, B223")]
    [Fact]
    public async Task Files_lie_under_keys_of_ours_encrypted_and_equal_ones_as_often_as_they_come()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (first, second) = (await world.SignUpAsync("equal1"), await world.SignUpAsync("equal2"));
        var one = await world.UploadAsync(first);
        var two = await world.UploadAsync(second);
        var files = Directory.EnumerateFiles(world.Directory, "*", SearchOption.AllDirectories).ToList();
        Assert.Equal([$"{one.Id:N}.doc", $"{two.Id:N}.doc"], files.Select(Path.GetFileName).Order().OrderBy(n => n == $"{two.Id:N}.doc"));
        var contents = files.ConvertAll(File.ReadAllBytes);
        Assert.NotEqual(contents[0], contents[1]);
        Assert.All(contents, bytes => Assert.Equal(-1, bytes.AsSpan().IndexOf(new byte[] { 0xFF, 0xD8, 0xFF })));
    }

    [Trait("BadInput", "B212")]
    [Fact]
    public async Task There_is_a_most_of_documents_and_what_is_refused_leaves_no_file()
    {
        await using var world = await ComplianceWorld.CreateAsync(database, options => options.DocumentsPerMember = 3);
        var member = await world.SignUpAsync("full");
        foreach (var side in new[] { DocumentSide.Front, DocumentSide.Back, DocumentSide.Selfie })
            Assert.Equal(UploadRejectReason.None, (await world.UploadAsync(member, "Identity card", side)).Reason);
        Assert.Equal(UploadRejectReason.TooMany, (await world.UploadAsync(member)).Reason);
        Assert.Equal(UploadRejectReason.None, (await world.UploadAsync(member, "Identity card")).Reason);
        Assert.Equal(UploadRejectReason.FileInvalid, (await world.UploadAsync(member, "Identity card", file: "MZ"u8.ToArray())).Reason);
        Assert.Equal(4, Directory.EnumerateFiles(world.Directory, "*", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public async Task What_is_said_of_a_document_is_checked_before_the_file()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("said");
        Assert.Equal(UploadRejectReason.TypeInvalid, (await world.UploadAsync(member, "Library card")).Reason);
        Assert.Equal(UploadRejectReason.SideInvalid, (await world.UploadAsync(member, "Passport", DocumentSide.Back)).Reason);
        var expired = new DocumentUpload("Passport", DocumentSide.Front, new DocumentFacts("C01X00T47"), new DateOnly(2020, 1, 1));
        var bad = expired with { ExpiresOn = null, Facts = new DocumentFacts("<script>") };
        var upload = world.Get<UploadDocument>();
        Assert.Equal(
            UploadRejectReason.Expired,
            (await upload.ExecuteAsync(member, expired, SampleFiles.Jpeg(), MembersWorld.Origin, default)).Reason);
        Assert.Equal(
            UploadRejectReason.FactsInvalid,
            (await upload.ExecuteAsync(member, bad, SampleFiles.Jpeg(), MembersWorld.Origin, default)).Reason);
    }

    [Fact]
    public async Task A_link_takes_one_picture_once_within_ten_minutes()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("link");
        var links = world.Get<UploadLinks>();
        var passport = new DocumentUpload("Passport", DocumentSide.Front, new DocumentFacts("C01X00T47"), null);
        var (_, link) = await links.CreateAsync(member, passport, default);
        Assert.Equal(new UploadLinkPurpose("Passport", DocumentSide.Front), await links.FindAsync(link!.Token, default));
        Assert.Equal(
            UploadRejectReason.FileInvalid,
            (await links.UploadAsync(link.Token, "MZ"u8.ToArray(), MembersWorld.Origin, default)).Reason);
        Assert.False(await links.WasUsedAsync(member, link.Id, default));
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => links.UploadAsync(link.Token, SampleFiles.Jpeg(), MembersWorld.Origin, default)));
        Assert.Single(answers, a => a.Reason == UploadRejectReason.None);
        Assert.Equal(4, answers.Count(a => a.Reason == UploadRejectReason.LinkInvalid));
        Assert.True(await links.WasUsedAsync(member, link.Id, default));
        Assert.Null(await links.WasUsedAsync(await world.SignUpAsync("stranger"), link.Id, default));
        Assert.Null(await links.FindAsync(link.Token, default));
        Assert.Single(Directory.EnumerateFiles(world.Directory, "*", SearchOption.AllDirectories));

        var (_, late) = await links.CreateAsync(member, passport, default);
        world.Time.Pass(UploadLinks.Lifetime);
        foreach (var token in new[] { late!.Token, "../../x" })
        {
            var refused = await links.UploadAsync(token, SampleFiles.Jpeg(), MembersWorld.Origin, default);
            Assert.Equal(UploadRejectReason.LinkInvalid, refused.Reason);
        }
    }

    [Trait("BadInput", "B218")]
    [Theory]
    [InlineData("stream: OK\0", UploadRejectReason.None)]
    [InlineData("stream: Eicar-Test-Signature FOUND\0", UploadRejectReason.Infected)]
    [InlineData("INSTREAM size limit exceeded. ERROR\0", UploadRejectReason.ScannerUnavailable)]
    [InlineData("", UploadRejectReason.ScannerUnavailable)]
    public async Task The_scanner_decides_and_without_its_word_nothing_is_taken(string answer, UploadRejectReason expected)
    {
        using var scanner = new FakeClamd(answer);
        await using var world = await ComplianceWorld.CreateAsync(
            database, options => (options.ClamdHost, options.ClamdPort) = ("127.0.0.1", scanner.Port));
        var member = await world.SignUpAsync("scanned");
        var file = SampleFiles.Jpeg();
        Assert.Equal(expected, (await world.UploadAsync(member, file: file)).Reason);
        Assert.Equal(file, await scanner.Received);
        var kept = Directory.EnumerateFiles(world.Directory, "*", SearchOption.AllDirectories).Count();
        Assert.Equal(expected == UploadRejectReason.None ? 1 : 0, kept);
        await using var db = world.Context();
        var quarantined = await db.Set<AuditEntry>().CountAsync(e => e.Action == "document.quarantine");
        Assert.Equal(expected == UploadRejectReason.Infected ? 1 : 0, quarantined);
    }

    [Trait("BadInput", "B218")]
    [Fact]
    public async Task A_scanner_that_is_not_there_takes_nothing()
    {
        int port;
        using (var gone = new FakeClamd("")) port = gone.Port;
        await using var world = await ComplianceWorld.CreateAsync(
            database, options => (options.ClamdHost, options.ClamdPort) = ("127.0.0.1", port));
        var member = await world.SignUpAsync("unscanned");
        Assert.Equal(UploadRejectReason.ScannerUnavailable, (await world.UploadAsync(member)).Reason);
    }

    /// <summary>Speaks clamd's INSTREAM on a real socket: reads what it is told to the end, then gives one answer.</summary>
    private sealed class FakeClamd : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public FakeClamd(string answer)
        {
            _listener.Start();
            Received = ServeAsync(answer);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public Task<byte[]> Received { get; }

        public void Dispose() => _listener.Stop();

        private async Task<byte[]> ServeAsync(string answer)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync();
                var stream = client.GetStream();
                var command = new byte["zINSTREAM\0".Length];
                await stream.ReadExactlyAsync(command);
                Assert.Equal("zINSTREAM\0", Encoding.ASCII.GetString(command));
                using var all = new MemoryStream();
                var length = new byte[4];
                while (true)
                {
                    await stream.ReadExactlyAsync(length);
                    var chunk = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
                    if (chunk.Length == 0) break;
                    await stream.ReadExactlyAsync(chunk);
                    all.Write(chunk);
                }

                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
                return all.ToArray();
            }
            catch (SocketException)
            {
                return [];
            }
        }
    }
}
