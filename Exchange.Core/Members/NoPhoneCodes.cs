using Exchange.Core.Primitives;
using Exchange.Core.Storage;

namespace Exchange.Core.Members;

/// <summary>An installation that sends no short messages says so instead of waiting for a code that never comes.</summary>
internal sealed class NoPhoneCodes : IPhoneCodes
{
    public bool IsAvailable => false;

    public void Add(ExchangeDbContext db, MemberId member, PhoneNumber number, string code) =>
        throw new InvalidOperationException("There is no provider of short messages.");
}
