using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Exchange.Core.Notifications;

/// <summary>A mail as it is read.</summary>
/// <param name="Subject">One line.</param>
/// <param name="Text">For readers without HTML.</param>
/// <param name="Html">For the others; says the same.</param>
public sealed record MailContent(string Subject, string Text, string Html);

/// <summary>
/// Writes messages from the files in <c>Templates</c>: <c>name.language.txt</c> holds headers, an empty line and paragraphs; a paragraph
/// <c>[label](path)</c> is a button. Text and HTML come from the same file and so never say different things. Values stand in
/// <c>{{braces}}</c>; what a value holds is only ever text.
/// </summary>
internal sealed partial class MailTemplates(IOptions<SiteOptions> site, ISiteAddress address)
{
    /// <summary>The value that holds the member's anti-phishing code.</summary>
    public const string CodeName = "code";

    private const string SiteName = "site";
    private static readonly Assembly Assembly = typeof(MailTemplates).Assembly;
    private static readonly ConcurrentDictionary<string, MailTemplate> Known = new(StringComparer.Ordinal);
    private static readonly Lazy<string> Layout = new(() => Read("layout.html"));

    /// <summary>Names of all templates for mails and short messages.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetManifestResourceNames().Select(name => FileName().Match(name)).Where(match => match.Success)
            .Select(match => match.Groups[1].Value).Where(name => name != "layout").Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>A template in a language, or in English when it is not translated.</summary>
    public static MailTemplate Find(string name, string language) =>
        Known.GetOrAdd($"{name}.{language}", static (_, wanted) => Load(wanted.name, wanted.language), (name, language));

    /// <summary>A whole mail.</summary>
    public MailContent Mail(string name, string language, IReadOnlyDictionary<string, string> values)
    {
        var template = Find(name, language);
        var layout = Find("layout", language);
        var all = new Dictionary<string, string>(values, StringComparer.Ordinal) { [SiteName] = site.Value.Name };
        var code = layout.Header(values.ContainsKey(CodeName) ? "Code" : "NoCode");
        var subject = OneLine(Fill(template.Header("Subject"), all, static text => text));
        return new MailContent(subject, Text(template, layout, code, all), Html(template, layout, code, subject, language, all));
    }

    /// <summary>The lines of a template that is no mail: a short message, or what the member reads on the site.</summary>
    public string Line(string name, string header, string language, IReadOnlyDictionary<string, string> values) => OneLine(Fill(
        Find(name, language).Header(header),
        new Dictionary<string, string>(values, StringComparer.Ordinal) { [SiteName] = site.Value.Name }, static text => text));

    private string Text(MailTemplate template, MailTemplate layout, string code, Dictionary<string, string> values)
    {
        var text = new StringBuilder();
        foreach (var paragraph in template.Paragraphs)
        {
            var button = Button().Match(paragraph);
            text.Append(button.Success
                ? $"{button.Groups[1].Value}:\n{UrlOf(button, values)}"
                : Fill(paragraph, values, static value => value));
            text.Append("\n\n");
        }

        text.Append("-- \n").Append(Fill(code, values, static value => value)).Append('\n');
        return text.Append(Fill(layout.Header("Footer"), values, static value => value)).Append('\n').ToString();
    }

    private string Html(
        MailTemplate template, MailTemplate layout, string code, string subject, string language, Dictionary<string, string> values)
    {
        var body = new StringBuilder();
        foreach (var paragraph in template.Paragraphs)
        {
            var button = Button().Match(paragraph);
            if (button.Success)
            {
                var url = WebUtility.HtmlEncode(UrlOf(button, values));
                body.Append("<p><a class=\"button\" href=\"").Append(url).Append("\">")
                    .Append(WebUtility.HtmlEncode(button.Groups[1].Value)).Append("</a></p>\n")
                    .Append("<p class=\"url\">").Append(url).Append("</p>\n");
            }
            else
            {
                body.Append("<p>").Append(Fill(WebUtility.HtmlEncode(paragraph), values, WebUtility.HtmlEncode!)).Append("</p>\n");
            }
        }

        return Fill(Layout.Value, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["language"] = language,
            ["subject"] = WebUtility.HtmlEncode(subject),
            [SiteName] = WebUtility.HtmlEncode(values[SiteName]),
            ["body"] = body.ToString(),
            [CodeName] = Fill(WebUtility.HtmlEncode(code), values, WebUtility.HtmlEncode!),
            ["footer"] = Fill(WebUtility.HtmlEncode(layout.Header("Footer")), values, WebUtility.HtmlEncode!),
        }, static value => value);
    }

    private string UrlOf(Match button, Dictionary<string, string> values) =>
        new Uri(address.Url, Fill(button.Groups[2].Value, values, Uri.EscapeDataString)).AbsoluteUri;

    /// <summary>In one pass, so that braces in a value stay what they are.</summary>
    private static string Fill(string text, Dictionary<string, string> values, Func<string, string> encode) => Placeholder().Replace(
        text, match => values.TryGetValue(match.Groups[1].Value, out var value)
            ? encode(value)
            : throw new DeliveryRefusedException($"The template asks for '{match.Groups[1].Value}', which nobody gave."));

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));

    private static MailTemplate Load(string name, string language)
    {
        var file = $"{name}.{language}.txt";
        var isThere = Assembly.GetManifestResourceInfo(ResourceOf(file)) is not null;
        return MailTemplate.Parse(Read(isThere ? file : $"{name}.{Languages.Default}.txt"));
    }

    private static string Read(string file)
    {
        using var stream = Assembly.GetManifestResourceStream(ResourceOf(file))
            ?? throw new DeliveryRefusedException($"There is no template {file}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static string ResourceOf(string file) => "Templates/" + file;

    [GeneratedRegex(@"\{\{([a-z]+)\}\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"^\[([^\]]+)\]\(([^)]+)\)$")]
    private static partial Regex Button();

    [GeneratedRegex(@"^Templates/([a-z-]+)\.[a-z]{2}\.txt$")]
    private static partial Regex FileName();
}
