using Exchange.Core.Members;
using Exchange.Core.Primitives;

namespace Exchange.Core.Compliance;

/// <summary>Which reviews are wanted.</summary>
public sealed record ReviewFilter
{
    /// <summary>The state; null for all that are not closed.</summary>
    public ReviewState? State { get; init; }

    /// <summary>Also those that are closed, when no state is named.</summary>
    public bool WithClosed { get; init; }

    /// <summary>True for companies, false for persons, null for both.</summary>
    public bool? IsCompany { get; init; }

    /// <summary>Only those with an item of this kind that waits.</summary>
    public ReviewItemKind? Kind { get; init; }

    /// <summary>Only those of this country, in two letters.</summary>
    public string? Country { get; init; }

    /// <summary>Only those of the member with this public name.</summary>
    public string? Uid { get; init; }

    /// <summary>True for those that the person has claimed, false for those that nobody has, null for all.</summary>
    public bool? Mine { get; init; }

    /// <summary>The newest first; else those that have waited longest.</summary>
    public bool NewestFirst { get; init; }
}

/// <summary>A review in the queue.</summary>
/// <param name="Id">Which.</param>
/// <param name="Member">Whose.</param>
/// <param name="Uid">Their public name.</param>
/// <param name="Level">Their level.</param>
/// <param name="Country">The country of their profile, or null.</param>
/// <param name="State">How far it has come.</param>
/// <param name="OpenedAt">Since when it waits.</param>
/// <param name="ClaimedBy">The public name of who is at it, or null.</param>
/// <param name="ClaimedUntil">Until when it is theirs, or null.</param>
/// <param name="Waiting">How many items wait.</param>
/// <param name="IsCompany">Whether the account is a company's.</param>
public sealed record ReviewRow(
    long Id, MemberId Member, string Uid, int Level, string? Country, ReviewState State, DateTimeOffset OpenedAt, string? ClaimedBy,
    DateTimeOffset? ClaimedUntil, int Waiting, bool IsCompany);

/// <summary>A page of the queue; null rows when the person may not see it.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="Rows">Those of this page.</param>
public sealed record ReviewPage(int Total, IReadOnlyList<ReviewRow> Rows);

/// <summary>How much waits.</summary>
/// <param name="Open">Reviews that wait for a decision.</param>
/// <param name="Unclaimed">Of these, those that nobody is at.</param>
/// <param name="Mine">Of these, those that the person has claimed.</param>
/// <param name="MoreRequested">Reviews that wait for the member.</param>
/// <param name="OldestAt">Since when the oldest open one waits, or null.</param>
public sealed record ReviewCounts(int Open, int Unclaimed, int Mine, int MoreRequested, DateTimeOffset? OldestAt);

/// <summary>An item with what is known of its subject.</summary>
/// <param name="Item">The item.</param>
/// <param name="Document">The document, for items that are one.</param>
/// <param name="MaskedNumber">The document's number, most of it hidden; or null.</param>
/// <param name="FirstBy">The public name of who accepted it first, where two persons must; or null.</param>
/// <param name="DecidedBy">The public name of who decided, or null.</param>
public sealed record ReviewItemView(ReviewItem Item, Document? Document, string? MaskedNumber, string? FirstBy, string? DecidedBy)
{
    /// <summary>Stands for a person's name where the program has decided by the word of the provider.</summary>
    public const string ByProvider = "the provider";

    /// <summary>Whether it waits for a decision.</summary>
    public bool IsWaiting => Item.State is ReviewItemState.Pending or ReviewItemState.ApprovedOnce;
}

/// <summary>All that a member ever sent to show who they are, most of it hidden.</summary>
/// <param name="Profile">The profile, or null.</param>
/// <param name="Company">The company, or null.</param>
/// <param name="Items">All items of all reviews, the oldest first; also those that are decided or replaced: the history.</param>
/// <param name="Standing">The member's level and what is missing.</param>
public sealed record MemberDossier(
    ProfileView? Profile, CompanyView? Company, IReadOnlyList<ReviewItemView> Items, LevelStanding Standing);

/// <summary>A review with all that was ever sent to it.</summary>
/// <param name="Row">The review as in the queue.</param>
/// <param name="Request">What the member was asked for last, or null.</param>
/// <param name="Dossier">The member, with the items of all their reviews.</param>
/// <param name="TwoPersons">Whether two persons must accept each item.</param>
public sealed record ReviewDetails(ReviewRow Row, string? Request, MemberDossier Dossier, bool TwoPersons)
{
    /// <summary>The items of this review.</summary>
    public IReadOnlyList<ReviewItemView> Items => [.. Dossier.Items.Where(i => i.Item.ReviewId == Row.Id)];

    /// <summary>The items of the member's other reviews.</summary>
    public IReadOnlyList<ReviewItemView> Earlier => [.. Dossier.Items.Where(i => i.Item.ReviewId != Row.Id)];
}
