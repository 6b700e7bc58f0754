using System.Net;
using Exchange.Core.Members;

namespace Exchange.Tests.Members;

public sealed class AddressListTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("192.0.2.7", "::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.7", "::192.0.2.7", false)]
    [InlineData("10.0.0.0/8", "10.255.255.255", true)]
    [InlineData("10.0.0.0/8", "11.0.0.0", false)]
    [InlineData("10.0.0.0/8", "::ffff:10.1.2.3", true)]
    [InlineData("2001:db8::/32", "2001:db8:ffff::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("2001:DB8::1", "2001:db8:0::1", true)]
    [InlineData("192.0.2.7, 2001:db8::/48\n198.51.100.0/24", "198.51.100.255", true)]
    [InlineData("", "203.0.113.9", true)]
    [InlineData(null, "::1", true)]
    public void An_address_is_let_in_when_an_entry_holds_it(string? list, string address, bool expected)
    {
        Assert.True(AddressList.TryParse(list, out var parsed));
        Assert.Equal(expected, parsed.Admits(IPAddress.Parse(address)));
        Assert.True(AddressList.TryParse(parsed.ToString(), out var again));
        Assert.Equal(parsed.Entries, again.Entries);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("0x7f.1")]
    [InlineData("127.1")]
    [InlineData("010.0.0.1")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.7:80")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("192.0.2.7/33")]
    [InlineData("192.0.2.7/024")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/")]
    [InlineData("192.0.2.7/24")]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/7")]
    [InlineData("::/0")]
    [InlineData("2000::/15")]
    [InlineData("::ffff:192.0.2.7")]
    [InlineData("localhost")]
    [InlineData("192.0.2.7;192.0.2.8")]
    public void What_is_not_an_address_or_a_network_is_refused(string list) => Assert.False(AddressList.TryParse(list, out _));

    [Fact]
    public void A_list_has_its_limits_and_names_nothing_twice()
    {
        var most = string.Join(',', Enumerable.Range(1, AddressList.MaxEntries).Select(i => $"192.0.2.{i}"));
        Assert.True(AddressList.TryParse(most, out _));
        Assert.False(AddressList.TryParse(most + ",192.0.2.99", out _));
        Assert.True(AddressList.TryParse("192.0.2.7,192.0.2.7", out var once));
        Assert.Single(once.Entries);
        Assert.False(once.Admits(null));
    }
}
