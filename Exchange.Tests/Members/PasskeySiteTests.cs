using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Members;

/// <summary>For which site passkeys are, and which pages may ask for them.</summary>
public sealed class PasskeySiteTests
{
    [Theory]
    [InlineData("https://exchange.example/app", "exchange.example", "https://exchange.example")]
    [InlineData("https://exchange.example:8443", "exchange.example", "https://exchange.example:8443")]
    [InlineData("http://localhost:7000", "localhost", "http://localhost:7000")]
    [InlineData("http://127.0.0.1:7000", "localhost", "http://localhost:7000")]
    [InlineData("http://[::1]:7000", "localhost", "http://localhost:7000")]
    public void Without_settings_it_is_the_site_itself(string address, string domain, string origin)
    {
        var site = new PasskeySite(Options.Create(new PasskeyOptions()), new Address(address));

        Assert.Equal((domain, true), (site.RelyingPartyId, site.IsUsable));
        Assert.True(site.Allows(origin));
        Assert.False(site.Allows(origin + ":1"));
        Assert.False(site.Allows("null"));
    }

    [Theory]
    [InlineData("http://exchange.example")]
    [InlineData("http://192.0.2.7:8080")]
    [InlineData("https://192.0.2.7")]
    public void Without_https_or_a_name_there_are_none(string address) =>
        Assert.False(new PasskeySite(Options.Create(new PasskeyOptions()), new Address(address)).IsUsable);

    [Fact]
    public void Settings_name_a_wider_domain_and_more_origins()
    {
        var options = new PasskeyOptions
        {
            RelyingPartyId = "exchange.example",
            Origins = ["https://exchange.example", "https://app.exchange.example"],
        };
        var site = new PasskeySite(Options.Create(options), new Address("https://app.exchange.example"));

        Assert.True(options.IsValid);
        Assert.Equal("exchange.example", site.RelyingPartyId);
        Assert.True(site.Allows("https://app.exchange.example") && site.Allows("https://exchange.example"));
        Assert.False(site.Allows("https://evil.example"));
    }

    [Theory]
    [InlineData("https://exchange.example", null)]
    [InlineData("exchange.example:443", null)]
    [InlineData("192.0.2.7", null)]
    [InlineData(null, "http://exchange.example")]
    [InlineData(null, "https://exchange.example/")]
    [InlineData(null, "https://Exchange.example")]
    [InlineData(null, "exchange.example")]
    [InlineData("exchange.example", "https://evil.example")]
    [InlineData("exchange.example", "https://notexchange.example")]
    public void Settings_that_make_no_sense_are_refused(string? domain, string? origin) =>
        Assert.False(new PasskeyOptions { RelyingPartyId = domain, Origins = origin is null ? [] : [origin] }.IsValid);

    private sealed class Address(string url) : ISiteAddress
    {
        public Uri Url => new(url);
    }
}
