using System.Globalization;

namespace Exchange.Bench;

/// <summary>What a process holds at one moment, as Linux and the exchange's metrics tell it.</summary>
/// <param name="Seconds">When, since the load began.</param>
/// <param name="ResidentMebibytes">Memory in RAM.</param>
/// <param name="CommittedMebibytes">What the garbage collector holds of the system, as of its last collection.</param>
/// <param name="HeapMebibytes">What was in it after that collection, without gaps between objects.</param>
/// <param name="IsCollected">True when that was a full collection made for this sample: the heap is what is in use.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record ProcessSample(
    double Seconds, double ResidentMebibytes, double CommittedMebibytes, double HeapMebibytes, bool IsCollected, int Threads,
    int Handles)
{
    private const double Mebibyte = 1_048_576;

    /// <summary>What is in RAM beside the garbage collector's heap: code, stacks, native libraries.</summary>
    public double OutsideMebibytes => ResidentMebibytes - CommittedMebibytes;

    public static async Task<ProcessSample> TakeAsync(ServerUnderTest server, double seconds, bool collect)
    {
        if (collect) await FullCollection.InduceAsync(server);
        var status = await File.ReadAllLinesAsync($"/proc/{server.ProcessId}/status");
        var heap = await server.MetricAsync("dotnet_gc_last_collection_heap_size");
        var gaps = await server.MetricAsync("dotnet_gc_last_collection_heap_fragmentation_size");
        var committed = await server.MetricAsync("dotnet_gc_last_collection_memory_committed_size");
        return new ProcessSample(
            seconds, Field(status, "VmRSS:") / 1024.0, committed / Mebibyte, (heap - gaps) / Mebibyte, collect,
            (int)Field(status, "Threads:"),
            Directory.EnumerateFileSystemEntries($"/proc/{server.ProcessId}/fd").Count());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Seconds,6:F0} s  RSS {ResidentMebibytes,7:F1} MiB  GC committed {CommittedMebibytes,6:F1} MiB  ")
        + string.Create(CultureInfo.InvariantCulture,
            $"{(IsCollected ? "in use" : "heap  ")} {HeapMebibytes,6:F1} MiB  {Threads} threads  {Handles} handles");

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
