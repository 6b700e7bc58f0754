using Exchange.Core.Screening;

namespace Exchange.Tests.Screening;

/// <summary>Each format is read whole, and what is none is refused whole.</summary>
public sealed class ListFileTests
{
    private const string One = "<sdnEntry><uid>1</uid><lastName>A</lastName></sdnEntry>";

    private static readonly (ListSource Source, string Text)[] XmlFiles =
    [
        (ListSource.Ofac, SampleLists.Ofac), (ListSource.UnitedNations, SampleLists.UnitedNations),
        (ListSource.EuropeanUnion, SampleLists.EuropeanUnion),
    ];

    [Fact]
    public void Sdn_xml_is_read_with_aliases_births_and_countries()
    {
        var list = ListFile.Read(ListSource.Ofac, SampleLists.Bytes(SampleLists.Ofac));
        Assert.Equal(new DateOnly(2026, 9, 23), list.PublishedOn);
        Assert.Equal(["7001", "7002", "7003"], list.Entries.Select(e => e.Reference));
        Assert.Equal([EntryKind.Person, EntryKind.Organisation, EntryKind.Other], list.Entries.Select(e => e.Kind));
        var person = list.Entries[0];
        Assert.Equal(
            [new("Oleg Borisovich VYMYSHLENNIKOV"), new("Oleg VYMYSHLENNIKOFF"), new ListedName("OLEZHKA", IsWeak: true)], person.Names);
        Assert.Equal(
            [Day(1961, 12, 10), new BirthRange(new(1963, 1, 1), new(1963, 12, 31), IsApproximate: true)], person.Births);
        Assert.Equal(["BY", "KZ", "RU"], person.Countries);
        Assert.Equal("EXAMPLE; Director; Invented.", person.Grounds);
    }

    [Fact]
    public void Sdn_csv_is_read_with_what_stands_in_the_remarks()
    {
        var list = ListFile.Read(ListSource.Ofac, SampleLists.Bytes(SampleLists.OfacRows));
        var (person, house) = (list.Entries[0], list.Entries[1]);
        Assert.Equal([new("Oleg Borisovich VYMYSHLENNIKOV"), new ListedName("OLEZHKA")], person.Names);
        Assert.Equal([Day(1961, 12, 10), new BirthRange(new(1963, 1, 1), new(1963, 12, 31), true)], person.Births);
        Assert.Equal(["BY", "KZ"], person.Countries);
        Assert.Equal((EntryKind.Organisation, "INVENTED TRADING HOUSE \"ITH\" LLC"), (house.Kind, house.Names.Single().Text));
    }

    [Fact]
    public void The_list_of_the_United_Nations_is_read()
    {
        var list = ListFile.Read(ListSource.UnitedNations, SampleLists.Bytes(SampleLists.UnitedNations));
        Assert.Equal(new DateOnly(2026, 9, 20), list.PublishedOn);
        var (person, front) = (list.Entries[0], list.Entries[1]);
        Assert.Equal(
            [new("ABD AL-INVENTED KHAYALI"), new("عبد المخترع خيالي"), new("Abdul Invented"), new ListedName("The Treasurer", true)],
            person.Names);
        Assert.Equal(
            [
                Day(1970, 1, 31), new BirthRange(new(1958, 1, 1), new(1960, 12, 31)),
                new BirthRange(new(1972, 1, 1), new(1972, 12, 31), IsApproximate: true),
            ],
            person.Births);
        Assert.Equal(["IQ", "SY"], person.Countries);
        Assert.Equal((EntryKind.Organisation, 2, "ML"), (front.Kind, front.Names.Count, front.Countries.Single()));
    }

    [Fact]
    public void The_list_of_the_European_Union_is_read()
    {
        var list = ListFile.Read(ListSource.EuropeanUnion, SampleLists.Bytes(SampleLists.EuropeanUnion));
        Assert.Equal(new DateOnly(2026, 8, 5), list.PublishedOn);
        var person = list.Entries[0];
        Assert.Equal("13", person.Reference);
        Assert.Equal([new("Ioannis Epinoimenos"), new("Ιωάννης Επινοημένος"), new ListedName("Yannis E.", true)], person.Names);
        Assert.Equal(
            [
                Day(1937, 4, 28), new BirthRange(new(1940, 1, 1), new(1940, 12, 31), IsApproximate: true),
                new BirthRange(new(1941, 1, 1), new(1943, 12, 31)),
            ],
            person.Births);
        Assert.Equal(["CY", "GR"], person.Countries);
        Assert.Equal("EU.1.23; EXM; Minister", person.Grounds);
        Assert.Equal(EntryKind.Organisation, list.Entries[1].Kind);
    }

    [Fact]
    public void Exposed_persons_are_read_from_the_operators_file()
    {
        var list = ListFile.Read(ListSource.Pep, SampleLists.Bytes(SampleLists.Pep));
        Assert.Equal(["Petra Erfunden", "Petra Erdacht", "Петра Эрфунден"], list.Entries[0].Names.Select(n => n.Text));
        Assert.Equal((Day(1970, 2, 3), "Minister of things, invented"), (list.Entries[0].Births.Single(), list.Entries[0].Grounds));
        Assert.Equal(["AT", "DE"], list.Entries[0].Countries);
        Assert.Equal(new BirthRange(new(1961, 1, 1), new(1961, 12, 31)), list.Entries[1].Births.Single());
    }

    [Theory]
    [InlineData("10 Dec 1948", "1948-12-10")]
    [InlineData("Apr 1957", "1957-04-01 to 1957-04-30")]
    [InlineData("1951", "1951")]
    [InlineData("circa 1961", "about 1961")]
    [InlineData("1957 to 1960", "1957 to 1960")]
    [InlineData("10 Dec 1948 to 11 Jan 1949", "1948-12-10 to 1949-01-11")]
    [InlineData("1961 to 1957", null)]
    [InlineData("unknown", null)]
    [InlineData("", null)]
    public void Days_of_birth_are_read_as_lists_write_them(string text, string? expected) =>
        Assert.Equal(expected, BirthDates.Parse(text)?.ToWords());

    [Theory]
    [InlineData(ListSource.Ofac, "")]
    [InlineData(ListSource.Ofac, "<sdnList/>")]
    [InlineData(ListSource.Ofac, "<sdnList><sdnEntry><uid>1</uid><lastName>A</lastName>")]
    [InlineData(ListSource.Ofac, "<sdnList><sdnEntry><uid>1</uid></sdnEntry></sdnList>")]
    [InlineData(ListSource.Ofac, "<sdnList><sdnEntry><lastName>A</lastName></sdnEntry></sdnList>")]
    [InlineData(ListSource.Ofac, "<sdnList>" + One + One + "</sdnList>")]
    [InlineData(ListSource.Ofac, "<!DOCTYPE sdnList [<!ENTITY a \"b\">]><sdnList>" + One + "</sdnList>")]
    [InlineData(ListSource.Ofac, "<!DOCTYPE sdnList SYSTEM \"file:///etc/passwd\"><sdnList/>")]
    [InlineData(ListSource.Ofac, SampleLists.EuropeanUnion)]
    [InlineData(ListSource.Ofac, "1,A,individual\n")]
    [InlineData(ListSource.Ofac, "1,\"A,individual,-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-\n")]
    [InlineData(ListSource.Ofac, "1,\"A\"x,individual,-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-\n")]
    [InlineData(ListSource.Ofac, "1,A,individual,-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-,-0-")]
    [InlineData(ListSource.UnitedNations, SampleLists.Ofac)]
    [InlineData(ListSource.UnitedNations, SampleLists.Pep)]
    [InlineData(ListSource.EuropeanUnion, SampleLists.UnitedNations)]
    [InlineData(ListSource.Pep, SampleLists.Ofac)]
    [InlineData(ListSource.Pep, "name\nA\n")]
    [InlineData(ListSource.Pep, PepCsv.Header + "\n")]
    [InlineData(ListSource.Pep, PepCsv.Header + "\n1,A,,soon,,\n")]
    public void What_is_no_such_file_or_torn_is_refused_whole(ListSource source, string text) =>
        Assert.NotEmpty(Assert.Throws<ListFileException>(() => ListFile.Read(source, SampleLists.Bytes(text))).Message);

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        foreach (var (source, text) in XmlFiles)
        {
            var bytes = SampleLists.Bytes(text.TrimEnd());
            for (var length = 0; length < bytes.Length; length += 7)
                Assert.Throws<ListFileException>(() => ListFile.Read(source, bytes.AsMemory(0, length)));
        }
    }

    [Fact]
    public void Too_large_is_refused_and_so_is_what_is_not_in_UTF_8()
    {
        Assert.Throws<ListFileException>(() => ListFile.Read(ListSource.Ofac, new byte[ListFile.MaxBytes + 1]));
        byte[] latin = [.. SampleLists.Bytes(PepCsv.Header + "\n1,A"), 0xE9, .. SampleLists.Bytes(",,,,\n")];
        Assert.Throws<ListFileException>(() => ListFile.Read(ListSource.Pep, latin));
        var name = new string('x', ListFile.MaxNameLength + 1);
        Assert.Throws<ListFileException>(() => ListFile.Read(ListSource.Pep, SampleLists.Bytes($"{PepCsv.Header}\n1,{name},,,,\n")));
    }

    private static BirthRange Day(int year, int month, int day) => new(new(year, month, day), new(year, month, day));
}
