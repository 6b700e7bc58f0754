using System.Globalization;

namespace Exchange.Bench;

/// <summary>What the command line says: <c>--name value</c> pairs.</summary>
internal sealed class BenchOptions
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public static BenchOptions Parse(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i + 1 < args.Length; i += 2) options._values[args[i].TrimStart('-')] = args[i + 1];
        return options;
    }

    public static int Usage()
    {
        Console.Error.WriteLine("""
            Usage: bench/run NAME [--option value …]
              core     [--commands N] [--members N] [--runs N] [--warm-up N] [--peer off]
              deep     the same, and [--resting N]
              durable  [--seconds N] [--connections N] [--batch N] [--rate N] [--parts idle,closed,open,overload,bare,peer]
                       [--with limits,keys]
              latency  [--rate N] [--probes N] [--seconds N] [--runs N] [--connections N] [--segments N]
              pipeline [--seconds N] [--members N] [--submitters N] [--together N] [--singles N] [--connection STRING]
              recovery [--orders N] [--commands N] [--members N] [--batch N]
              replay   the same
              fanout   [--clients N] [--messages N] [--per-step N] [--bytes N] [--runs N]
              crowd    [--clients N] [--rate N] [--seconds N] [--runs N]
              sign-in  [--samples N] [--seed N]
              soak     [--minutes N] [--rate N] [--sockets N]
            """);
        return 1;
    }

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);
}
