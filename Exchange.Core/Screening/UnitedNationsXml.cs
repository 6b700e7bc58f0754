using System.Globalization;
using System.Xml.Linq;

namespace Exchange.Core.Screening;

/// <summary>Reads the consolidated list of the Security Council of the United Nations.</summary>
internal static class UnitedNationsXml
{
    private static readonly string[] NameParts = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"];

    public static ParsedList Read(ReadOnlyMemory<byte> file)
    {
        DateOnly? published = null;
        List<ListedEntry> entries = [];
        foreach (var element in XmlList.Elements(file, "CONSOLIDATED_LIST", "INDIVIDUAL", "ENTITY"))
        {
            if (element.Name.LocalName == "CONSOLIDATED_LIST") published = DayOf(element.Value("dateGenerated"));
            else ListText.Add(entries, EntryOf(element, element.Name.LocalName));
        }

        return new ParsedList(published, entries);
    }

    private static ListedEntry EntryOf(XElement entry, string kind)
    {
        var own = ListText.Join(" ", NameParts.Select(entry.Text));
        var aliases = entry.All(kind + "_ALIAS").Select(a => (
            a.Text("ALIAS_NAME"), string.Equals(a.Text("QUALITY"), "Low", StringComparison.OrdinalIgnoreCase)));
        return new ListedEntry(entry.Text("DATAID") ?? "", kind == "INDIVIDUAL" ? EntryKind.Person : EntryKind.Organisation)
        {
            Names = ListText.Names([(own, false), (entry.Text("NAME_ORIGINAL_SCRIPT"), false), .. aliases]),
            Births = [.. entry.All("INDIVIDUAL_DATE_OF_BIRTH").Select(BirthOf).OfType<BirthRange>().Distinct()],
            Countries = ListText.Countries(
            [
                .. entry.All("NATIONALITY", "VALUE").Select(e => e.Value),
                .. entry.All(kind + "_ADDRESS").Select(e => e.Text("COUNTRY")),
                .. entry.All("INDIVIDUAL_PLACE_OF_BIRTH").Select(e => e.Text("COUNTRY")),
            ]),
            Grounds = ListText.Grounds(
            [
                entry.Text("UN_LIST_TYPE"), entry.Text("REFERENCE_NUMBER"), .. entry.All("DESIGNATION", "VALUE").Select(e => e.Value),
                entry.Text("COMMENTS1"),
            ]),
        };
    }

    private static BirthRange? BirthOf(XElement birth)
    {
        var isApproximate = string.Equals(birth.Text("TYPE_OF_DATE"), "APPROXIMATELY", StringComparison.OrdinalIgnoreCase);
        if (birth.Text("DATE") is { Length: >= 10 } date) return BirthDates.Years(date[..10], date[..10], isApproximate);
        return birth.Text("YEAR") is { } year
            ? BirthDates.Years(year, year, isApproximate)
            : BirthDates.Years(birth.Text("FROM_YEAR"), birth.Text("TO_YEAR"), isApproximate);
    }

    private static DateOnly? DayOf(string? text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? DateOnly.FromDateTime(at.UtcDateTime) : null;
}
