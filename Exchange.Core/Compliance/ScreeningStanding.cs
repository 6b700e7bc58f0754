using Exchange.Core.Primitives;
using Exchange.Core.Storage;

namespace Exchange.Core.Compliance;

/// <summary>Whether anything of screening stands in the way of an acceptance.</summary>
public enum ScreeningStanding
{
    /// <summary>Nothing.</summary>
    Clear = 0,

    /// <summary>The member, as they are now, was not compared with the lists yet.</summary>
    Outstanding,

    /// <summary>A case is open.</summary>
    CaseOpen,
}

/// <summary>Asks how far the screening of a member is: the seam to the room that screens, which builds on this one.</summary>
public interface IScreeningStanding
{
    /// <summary>
    /// Compares a member now, if they are due; what fails leaves them due. Never within a transaction. Because a person wants it, a
    /// provider that failed is asked again before its time.
    /// </summary>
    Task RefreshAsync(MemberId member, bool asksAgain, CancellationToken cancellationToken);

    /// <summary>How far it is, as the caller's transaction sees it.</summary>
    Task<ScreeningStanding> OfAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken);
}

/// <summary>Nobody is screened.</summary>
internal sealed class NoScreening : IScreeningStanding
{
    public Task RefreshAsync(MemberId member, bool asksAgain, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<ScreeningStanding> OfAsync(ExchangeDbContext db, MemberId member, CancellationToken cancellationToken) =>
        Task.FromResult(ScreeningStanding.Clear);
}
