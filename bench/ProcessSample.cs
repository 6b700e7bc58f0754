using System.Globalization;

namespace Exchange.Bench;

/// <summary>What a process holds at one moment, as Linux and the exchange's metrics tell it.</summary>
internal sealed record ProcessSample(double Seconds, double ResidentMebibytes, double HeapMebibytes, int Threads, int Handles)
{
    private const double Mebibyte = 1_048_576;

    public static async Task<ProcessSample> TakeAsync(ServerUnderTest server, double seconds)
    {
        var status = await File.ReadAllLinesAsync($"/proc/{server.ProcessId}/status");
        var heap = await server.MetricAsync("dotnet_gc_last_collection_heap_size");
        return new ProcessSample(
            seconds, Field(status, "VmRSS:") / 1024.0, heap / Mebibyte, (int)Field(status, "Threads:"),
            Directory.EnumerateFileSystemEntries($"/proc/{server.ProcessId}/fd").Count());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Seconds,6:F0} s  RSS {ResidentMebibytes,7:F1} MiB  GC heap {HeapMebibytes,7:F1} MiB  {Threads} threads  {Handles} handles");

    /// <summary>Growth per hour of a value, as the straight line nearest to all samples.</summary>
    public static double SlopePerHour(IReadOnlyList<ProcessSample> samples, Func<ProcessSample, double> value)
    {
        var (meanX, meanY) = (samples.Average(s => s.Seconds), samples.Average(value));
        var spread = samples.Sum(s => (s.Seconds - meanX) * (s.Seconds - meanX));
        return spread == 0 ? 0 : samples.Sum(s => (s.Seconds - meanX) * (value(s) - meanY)) / spread * 3600;
    }

    private static long Field(string[] status, string name) => long.Parse(
        status.First(l => l.StartsWith(name, StringComparison.Ordinal)).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
