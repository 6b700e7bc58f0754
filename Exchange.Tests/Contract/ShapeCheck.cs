using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Exchange.Web.Api;

namespace Exchange.Tests.Contract;

/// <summary>Says where a JSON value is not what a shape says.</summary>
internal sealed partial class ShapeCheck(IReadOnlyDictionary<string, string> names)
{
    /// <summary>The first thing that is wrong, or null.</summary>
    public string? Problem(JsonElement value, string shape) => Problem(value, Shape.Parse(shape), "$");

    private string? Problem(JsonElement value, Shape shape, string path) => shape switch
    {
        Shape.Word word => IsWord(value, word.Name) ? null : $"{path} is {Short(value)}, not {word.Name}",
        Shape.Literal literal => value.ValueKind == JsonValueKind.String && value.GetString() == literal.Value
            ? null
            : $"{path} is {Short(value)}, not \"{literal.Value}\"",
        Shape.Named named => names.TryGetValue(named.Name, out var text)
            ? Problem(value, Shape.Parse(text), path)
            : $"{path}: nothing is called {named.Name}",
        Shape.ListOf list => value.ValueKind != JsonValueKind.Array
            ? $"{path} is {Short(value)}, not a list"
            : value.EnumerateArray().Select((item, i) => Problem(item, list.Item, $"{path}[{i}]")).FirstOrDefault(p => p is not null),
        Shape.TupleOf tuple => OfTuple(value, tuple, path),
        Shape.OneOf one => OfChoices(value, one, path),
        Shape.ObjectOf members => OfObject(value, members, path),
        _ => throw new InvalidOperationException(shape.ToString()),
    };

    private string? OfTuple(JsonElement value, Shape.TupleOf tuple, string path)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != tuple.Items.Count)
            return $"{path} is {Short(value)}, not a list of {tuple.Items.Count}";
        return tuple.Items.Select((item, i) => Problem(value[i], item, $"{path}[{i}]")).FirstOrDefault(p => p is not null);
    }

    private string? OfChoices(JsonElement value, Shape.OneOf one, string path)
    {
        var problems = one.Choices.Select(choice => Problem(value, choice, path)).ToList();
        return problems.Contains(null) ? null : string.Join(" and ", problems);
    }

    private string? OfObject(JsonElement value, Shape.ObjectOf shape, string path)
    {
        if (value.ValueKind != JsonValueKind.Object) return $"{path} is {Short(value)}, not an object";
        foreach (var member in shape.Members)
        {
            if (!value.TryGetProperty(member.Name, out var found))
            {
                if (!member.IsOptional) return $"{path}.{member.Name} is missing";
            }
            else if (Problem(found, member.Shape, $"{path}.{member.Name}") is { } problem)
            {
                return problem;
            }
        }

        foreach (var extra in value.EnumerateObject().Where(p => shape.Members.All(m => m.Name != p.Name)))
        {
            if (shape.Others is { } others)
            {
                if (Problem(extra.Value, others, $"{path}.{extra.Name}") is { } problem) return problem;
            }
            else if (!shape.IsOpen)
            {
                return $"{path}.{extra.Name} is not in the contract";
            }
        }

        return null;
    }

    private static bool IsWord(JsonElement value, string word) => word switch
    {
        "any" => true,
        "null" => value.ValueKind == JsonValueKind.Null,
        "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "num" => value.ValueKind == JsonValueKind.Number,
        "int" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "str" => value.ValueKind == JsonValueKind.String,
        "dec" => value.ValueKind == JsonValueKind.String && Decimal().IsMatch(value.GetString()!),
        "iso" => value.ValueKind == JsonValueKind.String && IsMoment(value.GetString()!),
        _ => false,
    };

    private static bool IsMoment(string text) =>
        Moment().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length > 80 ? text[..80] + "…" : text;
    }

    [GeneratedRegex(@"^-?[0-9]+\.[0-9]+\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Moment();
}
