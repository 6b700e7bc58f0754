using System.Globalization;
using Exchange.Core.Ledger;
using Exchange.Core.Markets;
using Exchange.Core.Primitives;

namespace Exchange.Core.Wallets;

/// <summary>Writes a member's ledger as CSV, newest line first, row by row.</summary>
public sealed class LedgerExport(LedgerQueries ledger, IMarketCatalog catalog)
{
    /// <summary>Most rows in one file; older lines are left out.</summary>
    public const int MaxRows = 100_000;

    private const string Header = "time,currency,account,amount,order,trade,reference\r\n";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Writes the header and the rows; the caller flushes.</summary>
    public async Task WriteAsync(TextWriter output, LedgerFilter filter, CancellationToken cancellationToken)
    {
        await output.WriteAsync(Header.AsMemory(), cancellationToken);
        await foreach (var line in ledger.NewestAsync(filter, MaxRows, cancellationToken))
            await output.WriteAsync(Row(line).AsMemory(), cancellationToken);
    }

    /// <summary>The name of a member's account as the file and the page give it.</summary>
    public static string NameOf(LedgerAccount account) => account switch
    {
        LedgerAccount.MemberAvailable => "available",
        LedgerAccount.MemberLocked => "locked",
        LedgerAccount.None or LedgerAccount.Assets or LedgerAccount.Revenues or LedgerAccount.Expenses =>
            throw new InvariantViolation($"{account} is not an account of a member."),
    };

    private string Row(LedgerLine line)
    {
        string[] cells =
        [
            Clock.ToMoment(line.AtMicroseconds).ToString(TimeFormat, CultureInfo.InvariantCulture),
            CsvCell.Text(catalog.Currencies[line.Currency.Index].Code),
            NameOf(line.Account),
            CsvCell.Number(line.Amount),
            line.Order?.Value.ToString(CultureInfo.InvariantCulture) ?? "",
            line.Trade?.Value.ToString(CultureInfo.InvariantCulture) ?? "",
            CsvCell.Text(line.Reference),
        ];
        return string.Join(',', cells) + "\r\n";
    }
}
