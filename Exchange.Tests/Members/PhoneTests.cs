using Exchange.Core.Members;
using Exchange.Core.Storage;
using Exchange.Tests.Compliance;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Members;

/// <summary>Telephone numbers and the codes that are sent to them.</summary>
[Trait("Category", "Integration")]
public sealed class PhoneTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    private const string Number = ComplianceWorld.Number;

    [Theory]
    [InlineData("+49 170 1234567", "+491701234567", "DE")]
    [InlineData("0049(0)170/12345-67", "+491701234567", "DE")]
    [InlineData("+1 (212) 555-0123", "+12125550123", "US")]
    [InlineData("+1 416 555 0123", "+14165550123", "CA")]
    [InlineData("+7 701 1234567", "+77011234567", "KZ")]
    [InlineData("+44 20 7946 0123", "+442079460123", "GB")]
    public void A_number_has_one_form(string text, string value, string country)
    {
        Assert.True(PhoneNumber.TryParse(text, out var number));
        Assert.Equal((value, country), (number!.Value, number.Country.Alpha2));
        Assert.True(PhoneNumber.TryParse(number.Value, out var again));
        Assert.Equal(number, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0170 1234567")]
    [InlineData("+49")]
    [InlineData("+999 1234567")]
    [InlineData("+1 212 555 012")]
    [InlineData("+49 170 1234567 ext 5")]
    [InlineData("+٤٩١٧٠١٢٣٤٥٦٧")]
    [InlineData("+4917012345671234")]
    [InlineData("+49170\01234567")]
    public void What_is_no_number_is_none(string? text) => Assert.False(PhoneNumber.TryParse(text, out _));

    [Fact]
    public async Task A_code_verifies_the_number_once_and_nothing_is_stored_in_the_clear()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("phone");
        var phones = world.Get<PhoneVerification>();
        Assert.Equal(PhoneRejectReason.None, (await phones.AddAsync(member, "+49 170 1234567", default)).Reason);
        var (number, code) = Assert.Single(world.Codes.All);
        Assert.Equal((Number, 6), (number, code.Length));
        Assert.Equal(PhoneRejectReason.None, (await phones.VerifyAsync(member, Number, code, default)).Reason);
        Assert.Equal(PhoneRejectReason.AlreadyVerified, (await phones.VerifyAsync(member, Number, code, default)).Reason);
        Assert.Equal(2, await world.LevelAsync(member));
        Assert.Equal("+49******4567", (await phones.FindAsync(member, default))!.Masked);
        await using var db = world.Context();
        var row = await db.Set<Phone>().SingleAsync();
        Assert.DoesNotContain("170123", row.Number + row.NumberIndex, StringComparison.Ordinal);
        Assert.DoesNotContain(code, (await db.Set<PhoneCode>().SingleAsync()).Hash, StringComparison.Ordinal);
    }

    [Fact]
    public async Task B131_The_right_code_fifty_times_at_once_counts_once()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("fifty");
        var phones = world.Get<PhoneVerification>();
        await phones.AddAsync(member, Number, default);
        var code = world.Codes.All[0].Code;
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => phones.VerifyAsync(member, Number, code, default)));
        Assert.Single(answers, a => a.Reason == PhoneRejectReason.None);
    }

    [Fact]
    public async Task B133_After_five_wrong_codes_the_right_one_is_refused_however_they_come()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("guess");
        var phones = world.Get<PhoneVerification>();
        await phones.AddAsync(member, Number, default);
        var code = world.Codes.All[0].Code;
        var wrong = code == "000000" ? "000001" : "000000";
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => phones.VerifyAsync(member, Number, wrong, default)));
        Assert.Equal(PhoneRejectReason.CodeInvalid, (await phones.VerifyAsync(member, Number, code, default)).Reason);
        world.Time.Pass(PhoneVerification.ResendTime);
        Assert.Equal(PhoneRejectReason.None, (await phones.ResendAsync(member, Number, default)).Reason);
        Assert.Equal(PhoneRejectReason.CodeInvalid, (await phones.VerifyAsync(member, Number, code, default)).Reason);
        Assert.Equal(PhoneRejectReason.None, (await phones.VerifyAsync(member, world.Codes.All[1].Code, default)).Reason);
    }

    [Fact]
    public async Task A_code_ends_after_ten_minutes_and_when_a_newer_one_is_sent()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("old");
        var phones = world.Get<PhoneVerification>();
        await phones.AddAsync(member, Number, default);
        world.Time.Pass(PhoneVerification.CodeLifetime);
        Assert.Equal(PhoneRejectReason.CodeInvalid, (await phones.VerifyAsync(member, Number, world.Codes.All[0].Code, default)).Reason);
    }

    [Fact]
    public async Task Codes_are_few_also_for_many_requests_at_once()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var member = await world.SignUpAsync("many");
        var phones = world.Get<PhoneVerification>();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => phones.AddAsync(member, Number, default)));
        Assert.Single(world.Codes.All);
        for (var i = 0; i < 10; i++)
        {
            world.Time.Pass(PhoneVerification.ResendTime);
            await phones.ResendAsync(member, Number, default);
        }

        Assert.Equal(PhoneVerification.MaxCodes, world.Codes.All.Count);
        var last = await phones.ResendAsync(member, Number, default);
        Assert.Equal(PhoneRejectReason.TooManyCodes, last.Reason);
        Assert.InRange(last.Wait, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
    }

    [Fact]
    public async Task A_number_is_one_members_and_a_member_has_one_number()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (first, second) = (await world.SignUpAsync("first"), await world.SignUpAsync("second"));
        var phones = world.Get<PhoneVerification>();
        await phones.AddAsync(first, Number, default);
        await phones.AddAsync(second, Number, default);
        var answers = await Task.WhenAll(
            phones.VerifyAsync(first, Number, world.Codes.All[0].Code, default),
            phones.VerifyAsync(second, Number, world.Codes.All[1].Code, default));
        Assert.Equal([PhoneRejectReason.None, PhoneRejectReason.NumberTaken], answers.Select(a => a.Reason).Order());
        var winner = answers[0].Reason == PhoneRejectReason.None ? first : second;
        Assert.Equal(PhoneRejectReason.AlreadyVerified, (await phones.AddAsync(winner, "+442079460123", default)).Reason);
        var third = await world.SignUpAsync("third");
        Assert.Equal(PhoneRejectReason.NumberTaken, (await phones.AddAsync(third, Number, default)).Reason);
    }

    [Fact]
    public async Task Keys_are_replaced_while_all_stays_readable_and_a_row_moved_elsewhere_is_not()
    {
        await using var world = await ComplianceWorld.CreateAsync(database);
        var (member, other) = (await world.SignUpAsync("rotated"), await world.SignUpAsync("rotated2"));
        await world.Get<PhoneVerification>().AddAsync(member, Number, default);
        await world.SubmitProfileAsync(member);
        await world.SubmitProfileAsync(other);
        var upload = await world.UploadAsync(member);
        var file = Directory.EnumerateFiles(world.Directory, "*.doc", SearchOption.AllDirectories).Single();
        var before = await File.ReadAllBytesAsync(file);
        Assert.Equal(-1, before.AsSpan().IndexOf("JFIF"u8));

        var rotation = await world.Get<FieldKeyRotation>().RotateAsync(default);
        Assert.Equal(5, rotation.Reencrypted); // telephone, two profiles, a document's number and its file
        Assert.NotEqual(before, await File.ReadAllBytesAsync(file));
        Assert.Equal(ComplianceWorld.Fields.City, (await world.Get<Profiles>().FindAsync(member, default))!.Fields.City);
        Assert.Equal("+49******4567", (await world.Get<PhoneVerification>().FindAsync(member, default))!.Masked);
        Assert.NotEqual(Guid.Empty, upload.Id);
        world.Time.Pass(TimeSpan.FromDays(2));
        Assert.Equal(1, (await world.Get<FieldKeyRotation>().RotateAsync(default)).Deleted);
        Assert.Equal(ComplianceWorld.Fields.City, (await world.Get<Profiles>().FindAsync(member, default))!.Fields.City);

        await using var db = world.Context();
        var rows = await db.Set<PersonalProfile>().OrderBy(p => p.MemberId).ToListAsync();
        (rows[0].Fields, rows[1].Fields) = (rows[1].Fields, rows[0].Fields);
        await db.SaveChangesAsync();
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(
            () => world.Get<Profiles>().FindAsync(member, default));
    }

    [Theory]
    [InlineData("Ada", "Lovelace", "1990-12-10", 0)]
    [InlineData("José-María", "O’Brien Jr.", "1990-12-10", 0)]
    [InlineData("李", "小龙", "1990-12-10", 0)]
    [InlineData("<b>Ada", "Lovelace", "1990-12-10", 1)]
    [InlineData("123", "Lovelace", "1990-12-10", 1)]
    [InlineData("Ada\u202E", "Love\0lace", "1990-12-10", 2)]
    [InlineData("Ada", "Lovelace", "2010-12-10", 1)]
    [InlineData("Ada", "Lovelace", "1890-12-10", 1)]
    [InlineData("Ada", "Lovelace", "10.12.1990", 1)]
    [InlineData("Ada", "Lovelace", "1990-02-30", 1)]
    public void A_profile_is_checked_field_by_field(string first, string last, string born, int wrong)
    {
        var fields = ComplianceWorld.Fields with { FirstName = first, LastName = last, DateOfBirth = born };
        Assert.Equal(wrong, fields.Normalised().Wrong(mustBeComplete: true, new DateOnly(2026, 11, 21)).Count);
    }
}
