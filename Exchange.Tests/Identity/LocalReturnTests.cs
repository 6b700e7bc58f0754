using Exchange.Web.Identity;

namespace Exchange.Tests.Identity;

public sealed class LocalReturnTests
{
    [Theory]
    [InlineData("/account")]
    [InlineData("/trade/BTC-USDT?side=buy#book")]
    [InlineData("/")]
    public void Paths_of_this_site_are_kept(string path) => Assert.Equal(path, LocalReturn.Of(path));

    [Trait("BadInput", "B203")]
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("account")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("/\n/evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData(" /account")]
    [InlineData("/signin?returnUrl=/signin")]
    [InlineData("/SIGNUP")]
    [InlineData("/signout")]
    public void Everything_else_leads_home(string? path) => Assert.Equal("/", LocalReturn.Of(path));

    [Fact]
    public void A_path_that_is_too_long_leads_home() =>
        Assert.Equal("/", LocalReturn.Of("/" + new string('a', LocalReturn.MaxLength)));
}
