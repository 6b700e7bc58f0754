using System.Reflection;
using System.Reflection.Emit;
using System.Text.RegularExpressions;

namespace Exchange.Tests.Architecture;

/// <summary>
/// Finds which room uses which, in two ways that see different things: the compiled code shows what <c>var</c>,
/// inference and qualified names hide from a reader of usings, and the usings show constants, which the compiler copies
/// and forgets.
/// </summary>
internal static partial class RoomEdges
{
    private const string Core = "Exchange.Core.";
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance
        | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(code => code.Value);

    public static string? RoomOf(Type type) =>
        type.Namespace is { } name && name.StartsWith(Core, StringComparison.Ordinal)
            ? name[Core.Length..].Split('.')[0] : null;

    /// <summary>
    /// Edges between the rooms of an assembly, from signatures, fields, attributes and method bodies.
    /// </summary>
    public static IEnumerable<RoomEdge> OfAssembly(Assembly assembly) =>
        from type in assembly.GetTypes()
        let room = RoomOf(type)
        where room is not null
        from used in UsedBy(type).SelectMany(Parts).Distinct()
        let other = RoomOf(used)
        where other is not null && other != room
        select new RoomEdge(room, other, type.FullName!);

    /// <summary>Edges that the usings of a source file in Core show.</summary>
    public static IEnumerable<RoomEdge> OfSource(string path, string text)
    {
        var room = path.Split('/')[1];
        return UsingOfRoom().Matches(text).Select(m => m.Groups[1].Value).Where(other => other != room).Distinct()
            .Select(other => new RoomEdge(room, other, path));
    }

    private static IEnumerable<Type?> UsedBy(Type type)
    {
        IEnumerable<Type?> used = [type.BaseType, .. type.GetInterfaces(), .. Attributes(type)];
        used = used.Concat(type.GetFields(All).Select(f => (Type?)f.FieldType));
        foreach (var method in type.GetMembers(All).OfType<MethodBase>())
            used = used.Concat(Attributes(method)).Concat(method.GetParameters().Select(p => (Type?)p.ParameterType))
                .Append((method as MethodInfo)?.ReturnType).Concat(UsedInBody(method));
        return used;
    }

    private static IEnumerable<Type?> Attributes(MemberInfo member) =>
        member.GetCustomAttributesData().Select(a => (Type?)a.AttributeType);

    private static IEnumerable<Type?> UsedInBody(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body) return [];
        return body.LocalVariables.Select(v => (Type?)v.LocalType).Concat(Tokens(method, body.GetILAsByteArray()!));
    }

    /// <summary>Walks the instructions and resolves every token that names a type, method or field.</summary>
    private static IEnumerable<Type?> Tokens(MethodBase method, byte[] code)
    {
        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var i = 0; i < code.Length;)
        {
            var value = code[i] == 0xFE ? unchecked((short)(0xFE00 | code[i + 1])) : code[i];
            var instruction = OpCodesByValue[value];
            i += instruction.Size;
            if (instruction.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType
                or OperandType.InlineTok)
            {
                var member = method.Module.ResolveMember(BitConverter.ToInt32(code, i), typeArguments, methodArguments);
                yield return member as Type ?? member!.DeclaringType;
                if (member is MethodInfo called)
                    foreach (var argument in called.GetGenericArguments().Append(called.ReturnType))
                        yield return argument;
                if (member is FieldInfo field) yield return field.FieldType;
            }

            i += OperandSize(instruction.OperandType, code, i);
        }
    }

    private static int OperandSize(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
        _ => 4,
    };

    /// <summary>A constructed type counts as itself and all its arguments.</summary>
    private static IEnumerable<Type> Parts(Type? type)
    {
        if (type is null || type.IsGenericParameter) return [];
        if (type.HasElementType) return Parts(type.GetElementType());
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];
    }

    [GeneratedRegex(@"\busing (?:static |\w+ = )?Exchange\.Core\.(\w+)")]
    private static partial Regex UsingOfRoom();
}
