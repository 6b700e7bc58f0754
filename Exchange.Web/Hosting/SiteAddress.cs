using Exchange.Core.Notifications;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Hosting;

/// <summary>Where people reach this program: as configured, else, while there are no members but developers, where it listens.</summary>
internal sealed class SiteAddress(IOptions<SiteOptions> options, ServerAddress server) : ISiteAddress
{
    public Uri Url => options.Value.IsUsable ? options.Value.Url! : server.Loopback;
}
