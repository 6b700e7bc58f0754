using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Exchange.Core.Engine;
using Exchange.Core.Matching;

namespace Exchange.Bench;

/// <summary>npm nodejs-order-book in a Node process of its own, fed with the same stream from a file.</summary>
internal sealed class NodeOrderBook : IDisposable
{
    public const string Name = "nodejs-order-book 10.1.1";

    private readonly Process _process;
    private readonly string _file = Path.GetTempFileName();

    public NodeOrderBook(CommandStream stream)
    {
        using (var file = File.OpenWrite(_file))
        {
            file.Write(MemoryMarshal.AsBytes<int>([stream.Fill.Length, stream.Measured.Length]));
            WriteTo(file, stream);
        }

        string[] arguments = ["--max-old-space-size=6144", "--expose-gc", Checkout.PathOf("bench/node/order-book.mjs"), _file];
        _process = Process.Start(new ProcessStartInfo("node", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    /// <summary>Commands per second of one pass over a new book.</summary>
    public double Measure() => Ask("measure").GetProperty("perSecond").GetDouble();

    /// <summary>The trades of the stream, to be compared with a <see cref="TradeHash"/>.</summary>
    public string Trades() => Ask("trades").GetProperty("trades").GetString()!;

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_file);
    }

    private JsonElement Ask(string question)
    {
        _process.StandardInput.WriteLine(question);
        var answer = _process.StandardOutput.ReadLine()
            ?? throw new InvalidOperationException($"node ended while it was asked to {question}.");
        return JsonSerializer.Deserialize<JsonElement>(answer);
    }

    /// <summary>Four 32-bit words a command: what (1 buy, 2 sell, 3 market buy, 4 market sell, 5 cancel), order, price,
    /// size.</summary>
    private static void WriteTo(Stream file, CommandStream stream)
    {
        var words = new int[4];
        var order = 0;
        foreach (var command in stream.Fill.Concat(stream.Measured))
        {
            var isCancel = command.Kind == CommandKind.CancelOrder;
            words[0] = isCancel ? 5 : (command.Side == Side.Buy ? 1 : 2) + (command.Type == OrderType.Market ? 2 : 0);
            words[1] = isCancel ? (int)command.Order.Value : ++order;
            words[2] = (int)command.Price.Ticks;
            words[3] = (int)command.Quantity.Lots;
            file.Write(MemoryMarshal.AsBytes(words.AsSpan()));
        }
    }
}
