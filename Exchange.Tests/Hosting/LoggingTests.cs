using Exchange.Web.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Exchange.Tests.Hosting;

public sealed class LoggingTests
{
    [Trait("BadInput", "B199")]
    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public void A_line_end_in_what_someone_sent_makes_no_line_of_the_log(string environment)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.AddExchangeLogging();
        using var services = builder.Services.BuildServiceProvider();
        var name = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        var formatter = services.GetServices<ConsoleFormatter>().Single(f => f.Name == name);
        const string sent = "ann\n{\"LogLevel\":\"Critical\",\"Message\":\"all is lost\"}\r\nfail: Exchange[1]";

        var written = new StringWriter();
        formatter.Write(new LogEntry<string>(LogLevel.Warning, "Exchange", default, sent, null, (state, _) => state), null, written);

        Assert.Single(written.ToString().Trim().Split('\n'));
    }
}
