using System.Diagnostics;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>This program again, in a process of its own.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a plan to its end.</summary>
    public static Task<LoadFigures> GenerateAsync(LoadPlan plan) => RunAsync("generate", plan);

    /// <summary>Times orders until their trades are told of.</summary>
    public static Task<LoadFigures> ProbeAsync(LoadPlan plan) => RunAsync("trade-probe", plan);

    private static async Task<LoadFigures> RunAsync(string command, LoadPlan plan)
    {
        using var child = Start(command);
        await child.StandardInput.WriteAsync(JsonSerializer.Serialize(plan, LoadJson.Default.LoadPlan));
        child.StandardInput.Close();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        return child.ExitCode == 0
            ? JsonSerializer.Deserialize(output, LoadJson.Default.LoadFigures)!
            : throw new InvalidOperationException("The generator failed.");
    }

    /// <summary>Starts a server of ours; give it its end with <see cref="Process.Kill()"/>.</summary>
    public static async Task<Process> ServeAsync(string command, int port)
    {
        var child = Start(command, "--port", FormattableString.Invariant($"{port}"));
        await child.StandardOutput.ReadLineAsync();
        return child;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [typeof(ChildProcess).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
}
