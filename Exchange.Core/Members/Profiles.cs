using System.Text.Json;
using Exchange.Core.Primitives;
using Exchange.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Exchange.Core.Members;

/// <summary>Why a profile was not saved, in the order of the checks.</summary>
public enum ProfileRejectReason
{
    /// <summary>Saved.</summary>
    None = 0,

    /// <summary>There is none, or it is in review or accepted.</summary>
    NotEditable,

    /// <summary>There is one already.</summary>
    Exists,

    /// <summary>Something of a field is wrong; the outcome says which.</summary>
    FieldsInvalid,
}

/// <summary>What became of a profile.</summary>
/// <param name="Reason">None when saved.</param>
/// <param name="Wrong">The fields that are wrong or missing.</param>
public sealed record ProfileOutcome(ProfileRejectReason Reason, IReadOnlyList<ProfileField> Wrong)
{
    /// <summary>Saved.</summary>
    public static ProfileOutcome Saved { get; } = new(ProfileRejectReason.None, []);
}

/// <summary>A profile with its fields in the clear.</summary>
/// <param name="Id">Its key.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Fields">What the member said.</param>
/// <param name="CreatedAt">When it was begun.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
public sealed record ProfileView(Guid Id, ProfileState State, ProfileFields Fields, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);

/// <summary>Keeps what members say of themselves, encrypted.</summary>
public sealed class Profiles(IDbContextFactory<ExchangeDbContext> contexts, FieldCipher cipher, Labels labels, TimeProvider time)
{
    private const string Table = "profiles";

    /// <summary>A member's profile, or null.</summary>
    public async Task<ProfileView?> FindAsync(MemberId member, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await db.Profiles.AsNoTracking().SingleOrDefaultAsync(p => p.MemberId == member.Value, cancellationToken);
        return row is null
            ? null
            : new ProfileView(row.Id, row.State, await FieldsAsync(row, cancellationToken), row.CreatedAt, row.UpdatedAt);
    }

    /// <summary>
    /// Saves a draft or submits it, in the transaction that the caller has begun and commits, under the lock of the member's row.
    /// </summary>
    internal async Task<(ProfileOutcome Outcome, PersonalProfile? Row)> SaveAsync(
        ExchangeDbContext db, MemberId member, ProfileFields given, ProfileSave save, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var row = await db.Profiles.SingleOrDefaultAsync(p => p.MemberId == member.Value, cancellationToken);
        if (row is null && save.MustExist) return (new(ProfileRejectReason.NotEditable, []), null);
        if (row is { IsEditable: false })
            return (new(save.MustExist ? ProfileRejectReason.NotEditable : ProfileRejectReason.Exists, []), null);
        var fields = given.Normalised();
        if (row is not null && save.MustExist) fields = fields.Over(await FieldsAsync(row, cancellationToken));
        var wrong = fields.Wrong(save.Submits, DateOnly.FromDateTime(now.UtcDateTime));
        if (wrong.Count > 0) return (new(ProfileRejectReason.FieldsInvalid, wrong), null);
        if (row is null)
        {
            row = new PersonalProfile { MemberId = member.Value, Fields = "", CreatedAt = now };
            db.Profiles.Add(row);
        }

        row.Fields = await cipher.ProtectAsync(PlaceOf(row), JsonSerializer.Serialize(fields), cancellationToken);
        (row.Country, row.UpdatedAt) = (Country.Find(fields.Country)?.Alpha2, now);
        await SetStateAsync(db, row, save.Submits ? ProfileState.Submitted : ProfileState.Drafted, new(), cancellationToken);
        return (ProfileOutcome.Saved, row);
    }

    /// <summary>Moves a profile on, and the label that mirrors it.</summary>
    internal async Task SetStateAsync(
        ExchangeDbContext db, PersonalProfile row, ProfileState state, LabelCause cause, CancellationToken cancellationToken)
    {
        (row.State, row.UpdatedAt) = (state, time.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        var change = new LabelChange(LabelKeys.Profile, PersonalProfile.NameOf(state)) { Actor = cause.Actor, Reason = cause.Reason };
        await labels.SetAsync(db, new MemberId(row.MemberId), change, cancellationToken);
    }

    internal static FieldPlace PlaceOf(PersonalProfile row) => new(Table, "fields", row.Id);

    private async Task<ProfileFields> FieldsAsync(PersonalProfile row, CancellationToken cancellationToken) =>
        JsonSerializer.Deserialize<ProfileFields>(await cipher.RevealAsync(PlaceOf(row), row.Fields, cancellationToken))!;
}

/// <summary>How a profile is saved.</summary>
/// <param name="MustExist">Only what is there already is changed, field by field.</param>
/// <param name="Submits">It goes into review.</param>
internal readonly record struct ProfileSave(bool MustExist, bool Submits);

/// <summary>Who moved something on, and why.</summary>
/// <param name="Actor">The member who did it, 0 for the program.</param>
/// <param name="Reason">Why.</param>
internal sealed record LabelCause(long Actor = 0, string? Reason = null);
