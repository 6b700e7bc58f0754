using System.Runtime.ExceptionServices;

namespace Exchange.Tests.Support;

/// <summary>
/// Runs many seeds, as many at a time as there are processors, on threads of their own. On those of the pool they would keep every timer
/// and every socket of the tests beside them waiting for as long as they run.
/// </summary>
internal static class Seeds
{
    /// <summary>Runs an action for 0, 1 … up to a count. The first that fails ends it, and is thrown again.</summary>
    public static void Run(int count, Action<int> act)
    {
        var (next, failure) = (-1, default(Exception));
        var threads = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work) { IsBackground = true }).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);

        void Work()
        {
            try
            {
                for (int seed; Volatile.Read(ref failure) is null && (seed = Interlocked.Increment(ref next)) < count;) act(seed);
            }
            catch (Exception exception)
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        }
    }
}
