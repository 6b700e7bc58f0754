using Exchange.Core.Engine;
using Exchange.Core.Fairness;

namespace Exchange.Web.Hosting;

/// <summary>
/// <c>Exchange.Web fairness</c>: proves from the journal that every fill was fair, while the exchange is stopped. Exit code
/// 0 when all were, 4 when the journal is damaged, 5 when a fill was not fair.
/// </summary>
internal static class FairnessCommand
{
    public const string Name = "fairness";
    private const int Damaged = 4;
    private const int Unfair = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        await builder.AddExchangeDatabaseAsync();
        builder.Services.AddFairness();
        await using var app = builder.Build();
        var database = app.Services.GetRequiredService<DatabaseHosting>();
        await database.StartingAsync(CancellationToken.None);
        try
        {
            var report = await app.Services.GetRequiredService<FairnessCheck>().RunAsync(CancellationToken.None);
            Console.WriteLine(
                $"{report.Commands} commands, {report.Orders} orders, {report.Fills} fills checked, "
                + $"{report.Violations} violations, {report.Elapsed.TotalSeconds:0.0} s.");
            foreach (var violation in report.First)
                Console.Error.WriteLine($"Command {violation.Sequence}, {violation.Rule}: {violation.Explanation}.");
            return report.IsFair ? 0 : Unfair;
        }
        catch (JournalCorruptException damage)
        {
            Console.Error.WriteLine($"The journal is damaged: {damage.Message}");
            return Damaged;
        }
    }
}
