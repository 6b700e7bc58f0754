using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace Exchange.Core.Storage;

/// <summary>
/// Work in the background that may take a core for seconds: everything between its awaits runs on one thread of low
/// priority, so that it takes only what the engine and the web server leave.
/// </summary>
internal static class LowPriorityThread
{
    private const int Niceness = 10;

    /// <summary>Runs to the end on a thread of its own.</summary>
    public static Task<T> RunAsync<T>(string name, Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() => Run(work, done)) { Name = name, IsBackground = true };
        thread.Start();
        return done.Task;
    }

    private static void Run<T>(Func<Task<T>> work, TaskCompletionSource<T> done)
    {
        Lower();
        using var context = new Pump();
        SynchronizationContext.SetSynchronizationContext(context);
        var task = work();
        task.ContinueWith(_ => context.End(), TaskScheduler.Default);
        context.Run();
        done.SetFromTask(task);
    }

    /// <summary>.NET leaves thread priorities to the system on Linux, where each thread has its own niceness.</summary>
    private static void Lower()
    {
        if (OperatingSystem.IsLinux()) _ = SetPriority(which: 0, who: 0, Niceness);
        else Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    [DllImport("libc", EntryPoint = "setpriority")]
    private static extern int SetPriority(int which, int who, int niceness);

    /// <summary>Brings every continuation back to the thread.</summary>
    private sealed class Pump : SynchronizationContext, IDisposable
    {
        private readonly BlockingCollection<(SendOrPostCallback Callback, object? State)> _queue = [];

        public override void Post(SendOrPostCallback d, object? state)
        {
            try
            {
                _queue.Add((d, state));
            }
            catch (InvalidOperationException)
            {
                // The work is over; whoever comes late is nobody's concern but must not fail.
                ThreadPool.QueueUserWorkItem(_ => d(state));
            }
        }

        public void End() => _queue.CompleteAdding();

        public void Run()
        {
            foreach (var (callback, state) in _queue.GetConsumingEnumerable()) callback(state);
        }

        public void Dispose() => _queue.Dispose();
    }
}
