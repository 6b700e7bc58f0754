using System.Globalization;

namespace Exchange.Bench;

/// <summary>
/// Processor time that processes have used, from /proc. It tells what a request costs even while other programs disturb the
/// machine.
/// </summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100; // what Linux shows in /proc, whatever the kernel uses inside
    private const int ParentField = 1;
    private const int UserField = 11;
    private const int SystemField = 12;

    /// <summary>Seconds that a process has used.</summary>
    public static double Of(int process) => Fields(process) is { } fields ? Seconds(fields) : 0;

    /// <summary>Seconds that the living children of a process have used.</summary>
    public static double OfChildren(int parent)
    {
        var sum = 0d;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)) continue;
            if (Fields(id) is { } fields && fields[ParentField] == parent.ToString(CultureInfo.InvariantCulture))
                sum += Seconds(fields);
        }

        return sum;
    }

    private static double Seconds(string[] fields) =>
        (long.Parse(fields[UserField], CultureInfo.InvariantCulture) + long.Parse(fields[SystemField], CultureInfo.InvariantCulture))
        / TicksPerSecond;

    /// <summary>The fields after the name, which may hold spaces; null when the process has ended.</summary>
    private static string[]? Fields(int process)
    {
        try
        {
            var text = File.ReadAllText(FormattableString.Invariant($"/proc/{process}/stat"));
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
