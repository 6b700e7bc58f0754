using System.Text.Json;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>What is wrong with the data that a program wants to keep with an account.</summary>
public enum MemberDataProblem
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Longer than <see cref="Member.MaxDataLength"/>.</summary>
    TooLong,

    /// <summary>Not JSON.</summary>
    NotJson,
}

/// <summary>Keeps a piece of JSON with a member's account, for programs of theirs.</summary>
public sealed class SetMemberData(IDbContextFactory<ExchangeDbContext> contexts, TimeProvider time)
{
    /// <summary>Keeps the data, or says what is wrong with it and changes nothing.</summary>
    public async Task<MemberDataProblem> ExecuteAsync(MemberId member, string data, CancellationToken cancellationToken)
    {
        var problem = Check(data);
        if (problem != MemberDataProblem.None) return problem;
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Members.Where(m => m.Id == member.Value).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Data, data).SetProperty(m => m.UpdatedAt, now), cancellationToken);
        return MemberDataProblem.None;
    }

    /// <summary>What is wrong with some data.</summary>
    public static MemberDataProblem Check(string data)
    {
        if (data.Length > Member.MaxDataLength) return MemberDataProblem.TooLong;
        try
        {
            using var document = JsonDocument.Parse(data);
            // A table's text holds no NUL, not even an escaped one that some reader unfolds.
            return data.Contains('\0', StringComparison.Ordinal) ? MemberDataProblem.NotJson : MemberDataProblem.None;
        }
        catch (JsonException)
        {
            return MemberDataProblem.NotJson;
        }
    }
}
