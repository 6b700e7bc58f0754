using System.Globalization;
using System.Xml.Linq;

namespace Exchange.Core.Screening;

/// <summary>Reads the consolidated financial sanctions list of the European Union, schema 1.1.</summary>
internal static class EuropeanUnionXml
{
    private const string True = "true";

    public static ParsedList Read(ReadOnlyMemory<byte> file)
    {
        DateOnly? published = null;
        List<ListedEntry> entries = [];
        foreach (var element in XmlList.Elements(file, "export", "sanctionEntity"))
        {
            if (element.Name.LocalName == "export") published = DayOf(element.Value("generationDate"));
            else ListText.Add(entries, EntryOf(element));
        }

        return new ParsedList(published, entries);
    }

    private static ListedEntry EntryOf(XElement entry)
    {
        var names = entry.All("nameAlias").Select(a => (
            a.Value("wholeName") ?? ListText.Join(" ", [a.Value("firstName"), a.Value("middleName"), a.Value("lastName")]),
            a.Value("strong") is { } strong && strong != True));
        var type = entry.All("subjectType").FirstOrDefault();
        var isPerson = type?.Value("classificationCode") == "P" || type?.Value("code") == "person";
        return new ListedEntry(entry.Value("logicalId") ?? "", isPerson ? EntryKind.Person : EntryKind.Organisation)
        {
            Names = ListText.Names(names),
            Births = [.. entry.All("birthdate").Select(BirthOf).OfType<BirthRange>().Distinct()],
            Countries = ListText.Countries(
                entry.Elements().Where(e => e.Name.LocalName is "citizenship" or "address" or "birthdate")
                    .Select(e => e.Value("countryIso2Code"))),
            Grounds = ListText.Grounds(
            [
                entry.Value("euReferenceNumber"), .. entry.All("regulation").Select(r => r.Value("programme")),
                entry.Value("designationDetails"), .. entry.All("nameAlias").Select(a => a.Value("function")), entry.Text("remark"),
            ]),
        };
    }

    private static BirthRange? BirthOf(XElement birth)
    {
        var isApproximate = birth.Value("circa") == True;
        if (birth.Value("birthdate") is { } day && BirthDates.Years(day, day, isApproximate) is { } known) return known;
        if (birth.Value("yearRangeFrom") is { } from && birth.Value("yearRangeTo") is { } to)
            return BirthDates.Years(from, to, isApproximate);
        return birth.Value("year") is { } year ? BirthDates.Years(year, year, isApproximate) : null;
    }

    private static DateOnly? DayOf(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.Date) : null;
}
