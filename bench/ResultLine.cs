using System.Text.Json;

namespace Exchange.Bench;

/// <summary>The last line of every benchmark: RESULT and a JSON object, for programs that compare runs.</summary>
internal static class ResultLine
{
    public static void Write(params (string Name, object? Value)[] fields)
    {
        var values = fields.ToDictionary(f => f.Name, f => f.Value is double number ? Math.Round(number, 3) : f.Value);
        Console.WriteLine("RESULT " + JsonSerializer.Serialize(values));
    }
}
