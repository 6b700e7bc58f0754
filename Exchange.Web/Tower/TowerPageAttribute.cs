using Exchange.Core.Members;

namespace Exchange.Web.Tower;

/// <summary>Marks a page or endpoint of Tower with the permission that opens it; without one, any permission does.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TowerPageAttribute(string? permission = null) : Attribute
{
    /// <summary>The permission, or null.</summary>
    public string? Permission => permission;
}

/// <summary>Who visits a page of Tower, and what they may do.</summary>
/// <param name="Actor">The visitor.</param>
/// <param name="Standing">What they may do.</param>
internal sealed record TowerVisit(Actor Actor, StaffStanding Standing)
{
    /// <summary>Whoever the gate let in.</summary>
    public static TowerVisit Of(HttpContext context) => context.Features.Get<TowerVisit>()
        ?? throw new InvalidOperationException("The page is not marked as one of Tower's.");
}

/// <summary>Why somebody was not let in, for the page that tells them.</summary>
/// <param name="Verdict">The verdict.</param>
internal sealed record TowerRefusal(PermissionVerdict Verdict);
