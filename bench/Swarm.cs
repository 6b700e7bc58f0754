using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>
/// The clients of the fan-out, in a process of their own. Asks the server for steps of messages so that a few are always
/// under way, and measures from the first one asked for to the last one that came to everybody.
/// </summary>
internal sealed class Swarm : IDisposable
{
    private const int StepsUnderWay = 4;
    private readonly int _perStep;
    private readonly Lock _gate = new();
    private readonly Socket _control = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly List<SwarmClient> _clients;
    private TaskCompletionSource _done = new();
    private long _received;
    private long _nextStepAt;
    private int _stepsLeft;
    private long _expected;

    private Swarm(int clients, int perStep, int bytes)
    {
        _perStep = perStep;
        _clients = [.. Enumerable.Range(0, clients).Select(_ => new SwarmClient(bytes))];
    }

    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var swarm = new Swarm(options.Number("clients", 500), options.Number("per-step", 8), options.Number("bytes", 200));
        var path = options.Text("path", "/");
        foreach (var client in swarm._clients) await client.ConnectAsync(options.Number("port", 0), path);
        await swarm._control.ConnectAsync("127.0.0.1", options.Number("control", 0));
        foreach (var client in swarm._clients) _ = client.ReadAsync(swarm.Count);
        var messages = options.Number("messages", 1_000);
        await swarm.TakeAsync(messages / 4);
        Console.WriteLine("warm");
        Console.ReadLine();
        var started = Stopwatch.GetTimestamp();
        await swarm.TakeAsync(messages);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine(JsonSerializer.Serialize(new { seconds, gaps = swarm._clients.Sum(c => c.Gaps) }));
        return 0;
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _control.Dispose();
    }

    /// <summary>Asks for messages and ends when all clients have them.</summary>
    private Task TakeAsync(int messages)
    {
        lock (_gate)
        {
            _done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var steps = messages / _perStep;
            _stepsLeft = steps;
            _expected += (long)steps * _perStep * _clients.Count;
            _nextStepAt = _received + (long)_perStep * _clients.Count;
            for (var i = 0; i < StepsUnderWay; i++) AskForStep();
            return _done.Task;
        }
    }

    private void Count(int messages)
    {
        if (messages == 0) return;
        var received = Interlocked.Add(ref _received, messages);
        if (received < Volatile.Read(ref _nextStepAt)) return;
        lock (_gate)
        {
            while (received >= _nextStepAt)
            {
                _nextStepAt += (long)_perStep * _clients.Count;
                AskForStep();
            }

            if (received == _expected) _done.TrySetResult();
        }
    }

    private void AskForStep()
    {
        if (_stepsLeft-- > 0) _control.Send("."u8);
    }
}
