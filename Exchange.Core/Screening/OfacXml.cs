using System.Globalization;
using System.Xml.Linq;

namespace Exchange.Core.Screening;

/// <summary>Reads <c>sdn.xml</c> of the Office of Foreign Assets Control.</summary>
internal static class OfacXml
{
    public static ParsedList Read(ReadOnlyMemory<byte> file)
    {
        DateOnly? published = null;
        List<ListedEntry> entries = [];
        foreach (var element in XmlList.Elements(file, "sdnList", "publshInformation", "sdnEntry"))
        {
            // Misspelt in the schema.
            if (element.Name.LocalName == "publshInformation") published = DayOf(element.Text("Publish_Date"));
            else if (element.Name.LocalName == "sdnEntry") ListText.Add(entries, EntryOf(element));
        }

        return new ParsedList(published, entries);
    }

    /// <summary>What OFAC calls a kind, in either of its files.</summary>
    public static EntryKind KindOf(string? type) => type?.ToUpperInvariant() switch
    {
        "INDIVIDUAL" => EntryKind.Person,
        "VESSEL" or "AIRCRAFT" => EntryKind.Other,
        _ => EntryKind.Organisation,
    };

    private static ListedEntry EntryOf(XElement entry)
    {
        var aliases = entry.All("akaList", "aka")
            .Select(a => (NameOf(a), string.Equals(a.Text("category"), "weak", StringComparison.OrdinalIgnoreCase)));
        return new ListedEntry(entry.Text("uid") ?? "", KindOf(entry.Text("sdnType")))
        {
            Names = ListText.Names(aliases.Prepend((NameOf(entry), false))),
            Births = BirthDates.All(entry.All("dateOfBirthList", "dateOfBirthItem").Select(b => b.Text("dateOfBirth"))),
            Countries = ListText.Countries(
            [
                .. entry.All("nationalityList", "nationality").Select(e => e.Text("country")),
                .. entry.All("citizenshipList", "citizenship").Select(e => e.Text("country")),
                .. entry.All("addressList", "address").Select(e => e.Text("country")),
                .. entry.All("placeOfBirthList", "placeOfBirthItem").Select(e => e.Text("placeOfBirth")?.Split(',')[^1]),
            ]),
            Grounds = ListText.Grounds(
                [.. entry.All("programList", "program").Select(p => p.Value), entry.Text("title"), entry.Text("remarks")]),
        };
    }

    private static string? NameOf(XElement element) => ListText.Join(" ", [element.Text("firstName"), element.Text("lastName")]);

    private static DateOnly? DayOf(string? text) => DateOnly.TryParseExact(
        text, "MM/dd/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
