namespace Exchange.Tests.Simulation;

/// <summary>What one seed did.</summary>
internal sealed record SimulationReport(
    int Seed, ulong Fingerprint, long Steps, long Commands, long Trades, long FullChecks, long BooksChecked,
    IReadOnlyList<long> Faults);

/// <summary>Runs one seed to its end.</summary>
internal static class Simulation
{
    public static SimulationReport Run(int seed, Parts? parts = null)
    {
        var world = new World(seed, parts ?? new Parts());
        try
        {
            world.Run();
        }
        catch (Exception e)
        {
            throw new SimulationFailed(
                $"seed {seed}, step {world.Clock.Steps} ({world.Clock.LastStep}), {TimeSpan.FromMicroseconds(world.Clock.Elapsed)} in: "
                + $"{(e is SimulationFailed ? e.Message : e.ToString())}\n"
                + $"replay: EXCHANGE_SIM_SEED={seed} dotnet test Exchange.Tests --filter {nameof(SimulationTests)}");
        }

        return new SimulationReport(
            seed, world.Clock.Fingerprint, world.Clock.Steps, world.Auditor.Sequence, world.Auditor.Orders.Trades.Count,
            world.Auditor.FullChecks, world.Readers.Sum(r => r.Checked), world.Faults.Counts);
    }
}
