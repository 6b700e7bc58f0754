using System.Text.RegularExpressions;
using Exchange.Core.Privacy;
using Exchange.Core.Storage;
using Exchange.Tests.Tidy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Exchange.Tests.Privacy;

/// <summary>docs/privacy.md, the register that erases, and the model say the same.</summary>
public sealed partial class DataRegisterTests
{
    private const int Cells = 7;
    private static readonly IReadOnlyList<DocumentedRow> Documented = Parse(Repository.Read("docs/privacy.md"));

    [Fact]
    public void Every_table_and_every_column_of_text_or_bytes_is_explained() =>
        Assert.Empty(Gaps(Model(), Documented, DataRegister.Tables));

    [Fact]
    public void A_table_a_column_and_a_word_that_differ_are_found()
    {
        var (model, rows, register) = (Model().ToList(), Documented, DataRegister.Tables);
        model.Add(("attic", []));
        Assert.Equal(
            ["attic has no row in docs/privacy.md", "attic has no row in DataRegister"], Gaps(model, rows, register));
        model[^1] = ("profiles", ["ShoeSize"]);
        Assert.Equal(["profiles.ShoeSize is named by no row of docs/privacy.md"], Gaps(model, rows, register));
        model.RemoveAt(model.Count - 1);
        Assert.Equal(
            ["phones is kept retention in docs/privacy.md and Nobody in DataRegister"],
            Gaps(model, rows, [.. register.Select(t => t.Table == "phones" ? t with { Keeping = Keeping.Nobody } : t)]));
        Assert.Equal(
            ["docs/privacy.md names barn, and there is no such table"],
            Gaps(model, [.. rows, new DocumentedRow("barn", [], "nobody")], register));
    }

    /// <summary>Whoever makes a table with a member in it cannot say that it knows nobody.</summary>
    [Fact]
    public void What_names_a_member_is_erased_or_is_the_ledger()
    {
        using var db = Context();
        var wrong = from type in db.Model.GetEntityTypes()
                    where type.GetProperties().Any(p => p.Name is "MemberId" or "UserId" or "MakerMemberId")
                    let registered = DataRegister.Tables.Single(t => t.Table == type.GetTableName())
                    where registered.Keeping == Keeping.Nobody
                        || (registered.Keeping is Keeping.CoolingOff or Keeping.Retention && registered.OfMember is null)
                    select registered.Table;
        Assert.Empty(wrong);
        Assert.Equal(DataRegister.Tables.Count, DataRegister.Tables.Select(t => t.Table).Distinct().Count());
    }

    private static IEnumerable<string> Gaps(
        IEnumerable<(string Table, IReadOnlyList<string> Columns)> model, IReadOnlyList<DocumentedRow> rows,
        IReadOnlyList<RegisteredTable> register)
    {
        var tables = model.ToList();
        foreach (var (table, columns) in tables)
        {
            var explained = rows.Where(r => r.Table == table).ToList();
            if (explained.Count == 0) yield return $"{table} has no row in docs/privacy.md";
            foreach (var column in columns.Except(explained.SelectMany(r => r.Columns)))
                if (explained.Count > 0) yield return $"{table}.{column} is named by no row of docs/privacy.md";
            var registered = register.SingleOrDefault(t => t.Table == table);
            if (registered is null) yield return $"{table} has no row in DataRegister";
            else if (explained.FirstOrDefault(r => r.Kept != WordOf(registered.Keeping)) is { } other)
                yield return $"{table} is kept {other.Kept} in docs/privacy.md and {registered.Keeping} in DataRegister";
        }

        foreach (var row in rows.Where(r => tables.TrueForAll(t => t.Table != r.Table)))
            yield return $"docs/privacy.md names {row.Table}, and there is no such table";
    }

    private static string WordOf(Keeping keeping) => keeping == Keeping.CoolingOff ? "cooling-off" : keeping.ToString().ToLowerInvariant();

    private static IEnumerable<(string Table, IReadOnlyList<string> Columns)> Model()
    {
        using var db = Context();
        return
        [
            .. db.Model.GetEntityTypes().Select(type => (
                type.GetTableName()!,
                (IReadOnlyList<string>)[.. type.GetProperties().Where(IsTextOrBytes).Select(p => p.GetColumnName())])),
        ];
    }

    private static bool IsTextOrBytes(IProperty property) =>
        (property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType) is var type
        && (type == typeof(string) || type == typeof(byte[]));

    private static IReadOnlyList<DocumentedRow> Parse(string markdown) =>
    [
        .. from line in markdown.Split('\n')
           where line.StartsWith("| `", StringComparison.Ordinal)
           let cells = line.Trim('|').Split(" | ", StringSplitOptions.TrimEntries)
           where cells.Length == Cells
           select new DocumentedRow(
               cells[0].Trim('|', ' ', '`'), [.. Name().Matches(cells[1]).Select(m => m.Groups[1].Value)], cells[5]),
    ];

    private static ExchangeDbContext Context() =>
        new(new DbContextOptionsBuilder<ExchangeDbContext>().UseNpgsql("Host=nowhere").Options);

    [GeneratedRegex("`([A-Za-z]+)`")]
    private static partial Regex Name();

    private sealed record DocumentedRow(string Table, IReadOnlyList<string> Columns, string Kept);
}
