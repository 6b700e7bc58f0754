using System.Globalization;
using Exchange.Core.Engine;

namespace Exchange.Bench;

/// <summary>The journal that recovery and replay are measured on: a deep book, a snapshot of it, and commands after it.</summary>
internal sealed record RecoveryWork(CommandStream Stream, int CommandsPerRow)
{
    public static RecoveryWork Create(BenchOptions options, int orders, int commands)
    {
        orders = options.Number("orders", orders);
        commands = options.Number("commands", commands);
        // A member has at most 500 open orders in a market; the takers' own come on top.
        var members = options.Number("members", Math.Max(1_000, orders / 100));
        var stream = CommandStream.Deep(members, commands, orders);
        Console.WriteLine($"mix: {stream.Mix}");
        return new RecoveryWork(stream, options.Number("batch", 500));
    }

    /// <summary>Writes the journal, and the snapshot at the full book.</summary>
    public async Task<JournalFill> WriteAsync(string connectionString)
    {
        var fill = new JournalFill(connectionString, CommandsPerRow);
        await fill.AddAsync(CommandMix.SetupCommands(Stream.Members));
        await fill.AddAsync(Stream.Fill);
        var bytes = await fill.SnapshotAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"snapshot: {fill.State.Pool.Count:N0} open orders, {Stream.Members:N0} members, {bytes / 1e6:F0} MB"));
        await fill.AddAsync(Stream.Measured);
        return fill;
    }
}
