using System.Globalization;
using System.Runtime.InteropServices;

namespace Exchange.Bench;

/// <summary>The machine and run time that a figure belongs to.</summary>
internal static class Machine
{
    public static void Print()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        var processor = model?.Split(':')[1].Trim() ?? "?";
        var system = $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"machine: {Environment.ProcessorCount} cores, {processor}, {system}"));
    }
}
