using System.Globalization;
using Exchange.Core.Engine;

namespace Exchange.Web.Hosting;

/// <summary>
/// <c>Exchange.Web verify [--from SEQUENCE]</c>: proves the journal while the exchange is stopped, from its first row or
/// from a snapshot. Exit code 0 when it is whole, 4 when it is not.
/// </summary>
internal static class VerifyCommand
{
    public const string Name = "verify";
    private const string FromOption = "--from";
    private const int Damaged = 4;

    public static async Task<int> RunAsync(string[] args)
    {
        var from = TakeFrom(ref args);
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddExchangeDatabaseAsync();
        builder.Services.AddJournalCare();
        await using var app = builder.Build();
        var database = app.Services.GetRequiredService<DatabaseHosting>();
        await database.StartingAsync(CancellationToken.None);
        try
        {
            var found = await app.Services.GetRequiredService<JournalVerification>()
                .VerifyStateAsync(from, CancellationToken.None);
            Console.WriteLine(Text(
                $"The journal is whole: {found.Rows} rows from {found.From + 1} up to sequence {found.Sequence}, state ")
                + Text($"{found.StateHash}, digest {found.Digest:x16}, {found.SnapshotsCompared} snapshots equal")
                + (found.SnapshotsPassedOver == 0 ? "." : Text($", {found.SnapshotsPassedOver} of another version not compared.")));
            return 0;
        }
        catch (JournalCorruptException damage)
        {
            Console.Error.WriteLine($"The journal is damaged: {damage.Message}");
            return Damaged;
        }
        catch (SnapshotDiffersException difference)
        {
            Console.Error.WriteLine(difference.Message);
            return Damaged;
        }
        catch (ArgumentException unknown)
        {
            throw new StartupFailure(unknown.Message, StartupFailure.BadConfiguration);
        }
    }

    private static long TakeFrom(ref string[] args)
    {
        var at = Array.IndexOf(args, FromOption);
        if (at < 0) return 0;
        var text = at + 1 < args.Length ? args[at + 1] : "";
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
            throw new StartupFailure($"{FromOption} needs the sequence number of a snapshot.", StartupFailure.BadConfiguration);
        args = [.. args[..at], .. args[(at + 2)..]];
        return from;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
