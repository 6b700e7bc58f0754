using System.Text;
using System.Text.RegularExpressions;
using Exchange.Core.Compliance;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Primitives;
using Exchange.Core.Screening;
using Exchange.Tests.Access;
using Exchange.Tests.Compliance;
using Exchange.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Tests.Privacy;

/// <summary>A member who has left words in every room that can be found again, each with a name in it that nobody else has.</summary>
/// <param name="Name">The name, lower-case letters only.</param>
internal sealed partial record KnownPerson(string Name)
{
    public MemberId Id { get; private set; }

    public string Uid { get; private set; } = "";

    public string Email => $"{Name}@known.example";

    public string Phone { get; init; } = "+491709876543";

    public RequestOrigin Origin => new(Address, $"{Name}-browser/9");

    public string Address { get; init; } = "203.0.113.77";

    public byte[] Picture { get; } = SampleFiles.Jpeg(9, 7);

    public ProfileFields Profile => new()
    {
        FirstName = $"{Capital}first",
        LastName = $"{Capital}last",
        DateOfBirth = "1987-03-21",
        Address = $"{Capital}street 77",
        Postcode = "ZQ1 9XY",
        City = $"{Capital}ville",
        Country = "DE",
    };

    public string DocumentNumber => $"{Name.ToUpperInvariant()}774411";

    /// <summary>What only the law keeps a while longer.</summary>
    public IReadOnlyList<string> Identity =>
        [Email, Uid + "-note", $"{Name}-case", $"{Name}-rejected", $"{Name}-applicant", $"{Name}-provider"];

    /// <summary>What nothing keeps.</summary>
    public IReadOnlyList<string> Others =>
        [$"{Name}-browser", $"{Name}-key", $"{Name}-data", $"{Name}code", $"{Name}-label", "198.51.100.77"];

    private string Capital => char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>Lives: signs up, is verified, talks, trades.</summary>
    public async Task<KnownPerson> LiveAsync(AccessWorld world)
    {
        Id = await world.MemberAsync(Email);
        await using (var db = world.Context()) Uid = (await db.Set<Member>().SingleAsync(m => m.Id == Id.Value)).Uid;
        await SpeakAsync(world);
        await VerifyAsync(world);
        await BeWrittenAboutAsync(world);
        return this;
    }

    public async Task<(string Name, string Value)[]> SessionAsync(AccessWorld world) => await world.SessionAsync(Id);

    private async Task SpeakAsync(AccessWorld world)
    {
        var proof = new StepUpProof(AccessWorld.Password);
        await world.Get<SignIn>().ExecuteAsync(Email, AccessWorld.Password, null, Origin, default);
        await world.Get<SignIn>().ExecuteAsync(Email, "wrong", null, Origin, default);
        await world.Get<Sessions>().OpenAsync(Id, Origin, isBound: false, hasSecondFactor: false, default);
        await world.Get<SetMailSettings>().ExecuteAsync(Id, new MailSettings("de", $"{Name}code"), proof, Origin, default);
        await world.Get<SetMemberData>().ExecuteAsync(Id, $$"""{"pet":"{{Name}}-data"}""", default);
        await world.Get<SetQuoteCurrency>().ExecuteAsync(Id, "usd", default);
        await world.Get<PublicLabels>().CreateAsync(Id, "colour", $"{Name}-label", default);
        await world.Get<MemberNotifications>().ChooseAsync(Id, NotificationTopic.Announcements, byMail: false, onSite: true, default);
        var terms = new ApiKeyTerms { Label = $"{Name}-key", Scopes = ApiKeyScopes.Read, Addresses = "198.51.100.77" };
        Assert.Equal(
            ApiKeyChangeRejectReason.None, (await world.Get<CreateApiKey>().ExecuteAsync(Id, terms, proof, Origin, default)).Reason);
        await world.Get<PasswordReset>().AskAsync(Email, Origin, default);
    }

    private async Task VerifyAsync(AccessWorld world)
    {
        Assert.Equal(PhoneRejectReason.None, (await world.Get<PhoneVerification>().AddAsync(Id, Phone, default)).Reason);
        var sms = (await MailboxDoor.MailsAsync(world.Services, Phone))[0].Text;
        await world.Get<PhoneVerification>().VerifyAsync(Id, SixDigits().Match(sms).Value, default);
        await world.Get<SubmitProfile>().CreateAsync(Id, Profile, confirm: true, default);
        var upload = new DocumentUpload("Passport", DocumentSide.Front, new DocumentFacts(DocumentNumber), null);
        var sent = await world.Get<UploadDocument>().ExecuteAsync(Id, upload, Picture, Origin, default);
        Assert.Equal(UploadRejectReason.None, sent.Reason);
        await world.Get<UploadLinks>().CreateAsync(Id, upload, default);
        await world.VerifiedAsync(Id);
    }

    /// <summary>What others write about them; as rows, because the staff's ways are tested where they belong.</summary>
    private async Task BeWrittenAboutAsync(AccessWorld world)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = world.Context();
        db.Add(new MemberNote
        {
            MemberId = Id.Value,
            AuthorId = 1,
            Title = "Call",
            Text = Uid + "-note",
            CreatedAt = now,
            UpdatedAt = now,
        });
        var found = new ScreeningCase
        {
            MemberId = Id.Value,
            Source = ListSource.Ofac,
            Reference = "1",
            SubjectDigest = "s",
            EntryDigest = "e",
            Entry = "{}",
            EntryName = "Somebody",
            Reasons = "[]",
            State = CaseState.FalsePositive,
            Decision = $"{Name}-case",
            OpenedAt = now,
        };
        db.Add(found);
        db.Add(new MemberRisk { MemberId = Id.Value, Reasons = "[]", RulesStamp = "r" });
        await db.SaveChangesAsync();
        db.Add(new CaseNote { CaseId = found.Id, AuthorId = 1, Text = $"{Name}-case note", CreatedAt = now });
        var items = await db.Set<Review>().Where(r => r.MemberId == Id.Value)
            .Join(db.Set<ReviewItem>(), r => r.Id, i => i.ReviewId, (r, i) => i).ToListAsync();
        db.Add(new ProviderConsent { MemberId = Id.Value, Provider = $"{Name}-provider", GivenAt = now });
        db.Add(new ProviderCheck
        {
            ReviewId = items[0].ReviewId,
            MemberId = Id.Value,
            Attempt = 1,
            Provider = "provider",
            Items = [items[0].Id],
            ApplicantId = $"{Name}-applicant",
            CreatedAt = now,
        });
        db.Add(new OutboxMessage
        {
            Channel = OutboxChannel.Provider,
            MemberId = Id.Value,
            Recipient = $"outside-of-{Name}",
            Template = "check",
            Language = "en",
            State = OutboxState.Sent,
        });
        (items[0].State, items[0].Reason) = (ReviewItemState.Rejected, $"{Name}-rejected");
        await db.SaveChangesAsync();
    }

    /// <summary>Buys from a seller, and keeps nothing.</summary>
    public async Task TradeAsync(AccessWorld world, MemberId seller)
    {
        await world.SubmitAsync(Command.Transfer(Id, new CurrencyId(1), Amount.Parse("200"), $"={Name[..1]}1:in"));
        await world.SubmitAsync(Command.Transfer(seller, new CurrencyId(0), Amount.Parse("2"), $"test:{Guid.NewGuid():N}"));
        await OrderAsync(world, seller, "sell", "1", "150");
        await OrderAsync(world, Id, "buy", "1", "150");
        await world.SubmitAsync(Command.Transfer(Id, new CurrencyId(1), -Amount.Parse("50"), $"test:{Guid.NewGuid():N}"));
        await world.SubmitAsync(Command.Transfer(Id, new CurrencyId(0), -Amount.Parse("1"), $"test:{Guid.NewGuid():N}"));
    }

    public static async Task OrderAsync(AccessWorld world, MemberId member, string side, string volume, string price)
    {
        var body = $$"""{"market":"btcusd","side":"{{side}}","volume":"{{volume}}","price":"{{price}}"}""";
        var (status, answer, _) = await world.SendAsync(
            "POST", "/api/v2/peatio/market/orders", body, await world.SessionAsync(member));
        Assert.True(status == 201, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(answer)));
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixDigits();
}
