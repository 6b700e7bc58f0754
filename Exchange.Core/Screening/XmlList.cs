using System.Runtime.InteropServices;
using System.Xml;
using System.Xml.Linq;

namespace Exchange.Core.Screening;

/// <summary>Reads a large XML document element by element.</summary>
internal static class XmlList
{
    private const int MaxDepth = 32;

    private static XmlReaderSettings Settings => new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = ListFile.MaxBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = true,
    };

    /// <summary>
    /// The root without its children, then each element of a name below it. Namespaces differ from year to year and mean nothing here.
    /// </summary>
    public static IEnumerable<XElement> Elements(ReadOnlyMemory<byte> file, string root, params string[] names)
    {
        using var reader = XmlReader.Create(Open(file), Settings);
        if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != root)
            throw new ListFileException($"The file does not begin with <{root}>: it is another list.");
        yield return Head(reader);
        var isAhead = false;
        while (isAhead || reader.Read())
        {
            isAhead = false;
            if (reader.Depth > MaxDepth) throw new ListFileException("The file is nested too deeply.");
            if (reader.NodeType != XmlNodeType.Element || !names.Contains(reader.LocalName)) continue;
            yield return (XElement)XNode.ReadFrom(reader);
            // ReadFrom has moved on to what follows, which may be the next one.
            isAhead = !reader.EOF;
        }
    }

    /// <summary>The text of a child, or null.</summary>
    public static string? Text(this XElement element, string child) => ListText.Plain(element.All(child).FirstOrDefault()?.Value);

    /// <summary>All children of a name.</summary>
    public static IEnumerable<XElement> All(this XElement element, string child) =>
        element.Elements().Where(e => e.Name.LocalName == child);

    /// <summary>All grandchildren.</summary>
    public static IEnumerable<XElement> All(this XElement element, string child, string grandchild) =>
        element.All(child).SelectMany(e => e.All(grandchild));

    /// <summary>An attribute, or null.</summary>
    public static string? Value(this XElement element, string attribute) => ListText.Plain(element.Attribute(attribute)?.Value);

    private static XElement Head(XmlReader reader)
    {
        var head = new XElement(reader.LocalName);
        while (reader.MoveToNextAttribute())
            if (reader.Prefix.Length == 0 && reader.LocalName != "xmlns") head.SetAttributeValue(reader.LocalName, reader.Value);
        reader.MoveToElement();
        return head;
    }

    private static MemoryStream Open(ReadOnlyMemory<byte> file) =>
        MemoryMarshal.TryGetArray(file, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(file.ToArray(), writable: false);
}
