using Exchange.Core.Engine;
using Exchange.Core.Ledger;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Wallets;

/// <summary>A line of a member's ledger. Exactly one of order, trade and reference says what caused it.</summary>
/// <param name="Sequence">The command that wrote it.</param>
/// <param name="Line">Which of the command's lines.</param>
/// <param name="AtMicroseconds">When, microseconds since 1970 UTC.</param>
/// <param name="Currency">The currency.</param>
/// <param name="Account">The member's available or locked balance.</param>
/// <param name="Amount">What was added, or with a minus taken away.</param>
/// <param name="Order">The order that set money aside or gave it back.</param>
/// <param name="Trade">The trade.</param>
/// <param name="Reference">The reference of a transfer.</param>
public sealed record LedgerLine(
    long Sequence, int Line, long AtMicroseconds, CurrencyId Currency, LedgerAccount Account, Amount Amount,
    OrderId? Order, TradeId? Trade, string? Reference);

/// <summary>Which of a member's ledger lines are wanted.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Currency">Only this currency; null for all.</param>
public sealed record LedgerFilter(MemberId Member, CurrencyId? Currency);

/// <summary>One page of ledger lines.</summary>
/// <param name="Lines">Newest first.</param>
/// <param name="Page">Which page this is, from 1.</param>
/// <param name="PageCount">How many there are, at least 1 and at most <see cref="LedgerQueries.MaxPages"/>.</param>
/// <param name="LineCount">How many lines match in all.</param>
/// <param name="Sequence">The page holds at least what happened up to this sequence.</param>
public sealed record LedgerPage(
    IReadOnlyList<LedgerLine> Lines, int Page, int PageCount, long LineCount, long Sequence);

/// <summary>Reads a member's ledger from the tables.</summary>
public sealed class LedgerQueries(IDbContextFactory<ExchangeDbContext> contexts, IProjectionProgress progress)
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 50;

    /// <summary>Most pages that can be turned to.</summary>
    public const int MaxPages = LedgerExport.MaxRows / PageSize;

    /// <summary>A page of lines, newest first. A page that is not there becomes the nearest that is.</summary>
    public async Task<LedgerPage> PageAsync(LedgerFilter filter, int page, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // First, so that the lines read after it can only be newer.
        var sequence = await progress.ProjectedSequenceAsync(cancellationToken);
        var count = await Filtered(db, filter).LongCountAsync(cancellationToken);
        var pageCount = (int)Math.Clamp((count + PageSize - 1) / PageSize, 1, MaxPages);
        page = Math.Clamp(page, 1, pageCount);
        var rows = await NewestFirst(db, filter).Skip((page - 1) * PageSize).Take(PageSize)
            .ToListAsync(cancellationToken);
        return new LedgerPage([.. rows.Select(ToLine)], page, pageCount, count, sequence);
    }

    /// <summary>The newest lines one after the other, without holding them all.</summary>
    internal async IAsyncEnumerable<LedgerLine> NewestAsync(
        LedgerFilter filter, int limit,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = NewestFirst(db, filter).Take(limit).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken)) yield return ToLine(row);
    }

    /// <summary>All of a member's lines, oldest first, one after the other.</summary>
    internal async IAsyncEnumerable<LedgerLine> AllAsync(
        MemberId member, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(db, new LedgerFilter(member, null)).OrderBy(p => p.Sequence).ThenBy(p => p.Line).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken)) yield return ToLine(row);
    }

    private static IQueryable<PostingRow> NewestFirst(ExchangeDbContext db, LedgerFilter filter) =>
        Filtered(db, filter).OrderByDescending(p => p.Sequence).ThenByDescending(p => p.Line);

    private static IQueryable<PostingRow> Filtered(ExchangeDbContext db, LedgerFilter filter)
    {
        var member = filter.Member.Value;
        var lines = db.Postings.AsNoTracking().Where(p => p.MemberId == member
            && (p.Account == LedgerAccount.MemberAvailable || p.Account == LedgerAccount.MemberLocked));
        if (filter.Currency is { } currency) lines = lines.Where(p => p.CurrencyIndex == currency.Index);
        return lines;
    }

    private static LedgerLine ToLine(PostingRow row) => new(
        row.Sequence, row.Line, row.AtMicroseconds, new CurrencyId(row.CurrencyIndex), row.Account, row.Amount,
        row.OrderId == 0 ? null : new OrderId(row.OrderId), row.TradeId == 0 ? null : new TradeId(row.TradeId),
        row.Reference);
}
