using System.Text.RegularExpressions;
using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Notifications;

/// <summary>Every template in every language.</summary>
public sealed partial class TemplateTests
{
    private static readonly MailTemplates Templates = new(Options.Create(new SiteOptions { Name = "Test & Söhne" }), new Site());

    public static TheoryData<string, string> All()
    {
        var all = new TheoryData<string, string>();
        foreach (var name in MailTemplates.Names)
        {
            foreach (var (language, _) in Languages.All) all.Add(name, language);
        }

        return all;
    }

    [Fact]
    public void There_are_templates() => Assert.True(MailTemplates.Names.Count >= 8);

    [Theory]
    [MemberData(nameof(All))]
    public void A_translation_asks_for_the_same_values_and_is_one(string name, string language)
    {
        var english = MailTemplates.Find(name, Languages.Default);
        var translated = MailTemplates.Find(name, language);
        Assert.Equal(Values(english), Values(translated));
        Assert.Equal(english.Paragraphs.Count, translated.Paragraphs.Count);
        Assert.Equal(english.HasHeader("Brief"), translated.HasHeader("Brief"));
        if (language != Languages.Default && english.HasHeader("Subject"))
            Assert.NotEqual(english.Header("Subject"), translated.Header("Subject"));
    }

    [Trait("BadInput", "B191")]
    [Theory]
    [MemberData(nameof(All))]
    public void What_a_value_holds_is_only_ever_text(string name, string language)
    {
        const string hostile = "{{7*7}} ${7*7} @(1+1) %n%s <script>alert(1)</script>\r\nBcc: eve@x.io \"{{code}}";
        var values = Values(MailTemplates.Find(name, language)).Append("code").Distinct().Where(value => value != "site")
            .ToDictionary(value => value, _ => hostile);

        if (!MailTemplates.Find(name, language).HasHeader("Subject")) return;
        var mail = Templates.Mail(name, language, values);

        Assert.DoesNotContain('\n', mail.Subject);
        Assert.DoesNotContain("<script>", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("49", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Test &amp; S&#246;hne", mail.Html, StringComparison.Ordinal);
        Assert.All(Links().Matches(mail.Html), link => Assert.StartsWith("https://exchange.test/", link.Groups[1].Value));
        foreach (Match link in Links().Matches(mail.Html))
            Assert.Contains(System.Net.WebUtility.HtmlDecode(link.Groups[1].Value), mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_nobody_gave_stops_the_mail() => Assert.Throws<DeliveryRefusedException>(
        () => Templates.Mail("confirm-address", "en", new Dictionary<string, string>()));

    [Theory]
    [InlineData("de-AT,de;q=0.9,en;q=0.8", "de")]
    [InlineData("fr, es-MX;q=0.5", "es")]
    [InlineData("fr", "en")]
    [InlineData("", "en")]
    [InlineData(null, "en")]
    [InlineData("../../etc/passwd", "en")]
    public void The_browsers_first_language_that_we_know_is_taken(string? header, string language) =>
        Assert.Equal(language, Languages.Of(header));

    private static readonly string[] Headers = ["Subject", "Brief", "Sms"];

    private static List<string> Values(MailTemplate template)
    {
        var headers = Headers.Where(template.HasHeader).Select(template.Header);
        return [.. headers.Concat(template.Paragraphs).SelectMany(text => Placeholder().Matches(text)).Select(m => m.Groups[1].Value)
            .Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Links();

    private sealed class Site : ISiteAddress
    {
        public Uri Url => new("https://exchange.test");
    }
}
