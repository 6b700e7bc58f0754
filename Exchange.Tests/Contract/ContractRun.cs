using System.Text.Json;
using Exchange.Tests.Support;
using Exchange.Web.Api;

namespace Exchange.Tests.Contract;

/// <summary>Asks the real program every row of the table, once, and remembers what was wrong with the answers.</summary>
public sealed class ContractRun : IAsyncLifetime
{
    /// <summary>No answer may take longer, whatever was asked. Far more than a slow machine needs: what blocks, or grows with its square,
    /// takes longer still.</summary>
    internal static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(20);

    private readonly PostgresFixture _database = new();
    private readonly Dictionary<string, string?> _problems = [];

    /// <summary>What was wrong with a row's answer, or null.</summary>
    internal string? ProblemOf(ContractModule module, ContractRow row) => _problems[module.NameOf(row)];

    /// <summary>The same by the name of the test.</summary>
    public string? ProblemOf(string name) => _problems[name];

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await using var world = new ContractWorld(_database.ConnectionString);
        await world.StartAsync();
        foreach (var module in ContractTable.Modules)
            foreach (var row in module.Rows)
                _problems.Add(module.NameOf(row), await ProblemAsync(world, module, row));
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    private static async Task<string?> ProblemAsync(ContractWorld world, ContractModule module, ContractRow row)
    {
        var before = await world.SequenceAsync();
        ContractAnswer answer;
        try
        {
            answer = await world.AskAsync(row, module.Prefix);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return $"There was no answer: {e}";
        }

        if (Problem(world, module, row, answer) is { } problem) return $"{row.Title}: {problem}\n{answer.Status} {answer.Body}";
        var changed = row.ChangesNothing && await world.SequenceAsync() != before;
        return changed ? $"{row.Title}: it changed something.\n{answer.Status} {answer.Body}" : null;
    }

    private static string? Problem(ContractWorld world, ContractModule module, ContractRow row, ContractAnswer answer)
    {
        if (answer.Status != row.Status) return $"The status is not {row.Status}.";
        if (answer.Took > AnswerLimit) return $"It took {answer.Took}.";
        if (answer.Body.Contains(" at Exchange.", StringComparison.Ordinal)) return "It shows a stack trace.";
        if (row.Errors is { } errors && answer.Body != Envelope(errors)) return $"The body is not {Envelope(errors)}.";
        if (row.Shape is { } shape)
        {
            using var json = JsonDocument.Parse(answer.Body);
            if (new ShapeCheck(ContractShapes.All).Problem(json.RootElement, shape) is { } problem) return problem;
        }

        if (answer.Body.Length > 0 && row.Status < 300 && Documented(row, module) is { } documented)
        {
            using var json = JsonDocument.Parse(answer.Body);
            if (new ShapeCheck(ApiShapes.All).Problem(json.RootElement, documented) is { } problem)
                return $"The reference is wrong: {problem}";
        }

        foreach (var text in row.Has.Select(world.Filled))
            if (!answer.Body.Contains(text, StringComparison.Ordinal)) return $"The body has no {text}.";
        foreach (var text in row.HasNot.Select(world.Filled))
            if (answer.Body.Contains(text, StringComparison.Ordinal)) return $"The body has {text}.";
        return row.Answers.Select(header => HeaderProblem(answer.Message!, header)).FirstOrDefault(p => p is not null);
    }

    /// <summary>The shape that the reference gives for a row's endpoint.</summary>
    private static string? Documented(ContractRow row, ContractModule module) => ApiDocs.Modules
        .Where(docs => docs.Prefix == module.Prefix)
        .SelectMany(docs => docs.Docs).FirstOrDefault(doc => row.Endpoint == $"{doc.Method} {doc.Path.Replace('{', ':').Replace("}", "")}")
        ?.Answer;

    private static string? HeaderProblem(HttpResponseMessage answer, (string Name, string? Value) expected)
    {
        var values = answer.Headers.TryGetValues(expected.Name, out var some)
            || answer.Content.Headers.TryGetValues(expected.Name, out some) ? string.Join(", ", some) : null;
        return values == expected.Value
            ? null
            : $"The header {expected.Name} is {values ?? "not there"}, not {expected.Value ?? "absent"}.";
    }

    private static string Envelope(string errors) => errors.StartsWith('"')
        ? $$"""{"errors":{{errors}}}"""
        : $$"""{"errors":[{{string.Join(',', errors.Split(' ').Select(code => $"\"{code}\""))}}]}""";
}
