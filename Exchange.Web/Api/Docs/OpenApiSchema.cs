using System.Text.Json;

namespace Exchange.Web.Api;

/// <summary>Writes shapes as JSON Schema, as OpenAPI 3.1 wants them.</summary>
internal static class OpenApiSchema
{
    /// <summary>A decimal number with a fraction.</summary>
    public const string DecimalPattern = @"^-?[0-9]+\.[0-9]+$";

    private const string NamedRoot = "#/components/schemas/";

    /// <summary>Writes the schema of a shape as a value.</summary>
    public static void Write(Utf8JsonWriter json, string shape) => Write(json, Shape.Parse(shape));

    private static void Write(Utf8JsonWriter json, Shape shape)
    {
        json.WriteStartObject();
        switch (shape)
        {
            case Shape.Word word: WriteWord(json, word.Name); break;
            case Shape.Literal literal: WriteEnum(json, [literal]); break;
            case Shape.Named named: json.WriteString("$ref", NamedRoot + named.Name); break;
            case Shape.ListOf list:
                json.WriteString("type", "array");
                json.WritePropertyName("items");
                Write(json, list.Item);
                break;
            case Shape.TupleOf tuple: WriteTuple(json, tuple); break;
            case Shape.OneOf one when one.Choices.All(c => c is Shape.Literal): WriteEnum(json, one.Choices); break;
            case Shape.OneOf one:
                json.WriteStartArray("anyOf");
                foreach (var choice in one.Choices) Write(json, choice);
                json.WriteEndArray();
                break;
            case Shape.ObjectOf members: WriteObject(json, members); break;
        }

        json.WriteEndObject();
    }

    private static void WriteWord(Utf8JsonWriter json, string word)
    {
        switch (word)
        {
            case "str": json.WriteString("type", "string"); break;
            case "dec":
                json.WriteString("type", "string");
                json.WriteString("pattern", DecimalPattern);
                break;
            case "iso":
                json.WriteString("type", "string");
                json.WriteString("format", "date-time");
                break;
            case "int": json.WriteString("type", "integer"); break;
            case "num": json.WriteString("type", "number"); break;
            case "bool": json.WriteString("type", "boolean"); break;
            case "null": json.WriteString("type", "null"); break;
        }
    }

    private static void WriteEnum(Utf8JsonWriter json, IReadOnlyList<Shape> literals)
    {
        json.WriteString("type", "string");
        json.WriteStartArray("enum");
        foreach (var literal in literals.Cast<Shape.Literal>()) json.WriteStringValue(literal.Value);
        json.WriteEndArray();
    }

    private static void WriteTuple(Utf8JsonWriter json, Shape.TupleOf tuple)
    {
        json.WriteString("type", "array");
        json.WriteStartArray("prefixItems");
        foreach (var item in tuple.Items) Write(json, item);
        json.WriteEndArray();
        json.WriteNumber("minItems", tuple.Items.Count);
        json.WriteNumber("maxItems", tuple.Items.Count);
    }

    private static void WriteObject(Utf8JsonWriter json, Shape.ObjectOf shape)
    {
        json.WriteString("type", "object");
        if (shape.Members.Count > 0)
        {
            json.WriteStartObject("properties");
            foreach (var member in shape.Members)
            {
                json.WritePropertyName(member.Name);
                Write(json, member.Shape);
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var member in shape.Members.Where(m => !m.IsOptional)) json.WriteStringValue(member.Name);
            json.WriteEndArray();
        }

        if (shape.Others is null) return;
        json.WritePropertyName("additionalProperties");
        Write(json, shape.Others);
    }
}
