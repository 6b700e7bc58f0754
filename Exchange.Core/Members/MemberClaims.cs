namespace Exchange.Core.Members;

/// <summary>Names of the claims that a signed-in member's identity carries.</summary>
public static class MemberClaims
{
    /// <summary>The member's id, a positive whole number in decimal digits.</summary>
    public const string MemberId = "member_id";
}
