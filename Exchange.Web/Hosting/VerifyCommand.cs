using Exchange.Core.Engine;

namespace Exchange.Web.Hosting;

/// <summary>
/// <c>Exchange.Web verify</c>: proves the journal while the exchange is stopped. Exit code 0 when it is whole, 4 when
/// it is not.
/// </summary>
internal static class VerifyCommand
{
    public const string Name = "verify";
    private const int Damaged = 4;

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddExchangeDatabaseAsync();
        builder.Services.AddJournalVerification();
        await using var app = builder.Build();
        var database = app.Services.GetRequiredService<DatabaseHosting>();
        await database.StartingAsync(CancellationToken.None);
        try
        {
            var found = await app.Services.GetRequiredService<JournalVerification>()
                .VerifyStateAsync(CancellationToken.None);
            Console.WriteLine(
                $"The journal is whole: {found.Rows} rows up to sequence {found.Sequence}, state {found.StateHash}, "
                + $"{found.SnapshotsCompared} snapshots equal.");
            return 0;
        }
        catch (JournalCorruptException damage)
        {
            Console.Error.WriteLine($"The journal is damaged: {damage.Message}");
            return Damaged;
        }
    }
}
