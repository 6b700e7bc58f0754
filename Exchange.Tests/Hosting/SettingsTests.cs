using Exchange.Web.Demo;
using Exchange.Web.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Exchange.Tests.Hosting;

public sealed class SettingsTests
{
    [Theory]
    [InlineData(null, ProcessRoles.All)]
    [InlineData("web, Engine ,workers", ProcessRoles.All)]
    [InlineData("engine", ProcessRoles.Engine)]
    internal void Roles_are_read_with_commas(string? text, ProcessRoles expected) =>
        Assert.Equal(expected, ProcessRolesSetting.Parse(text));

    [Theory]
    [InlineData("web")]
    [InlineData("engine,boss")]
    [InlineData("engine,,web")]
    public void Roles_that_cannot_run_are_refused(string text) =>
        Assert.Equal(
            StartupFailure.BadConfiguration,
            Assert.Throws<StartupFailure>(() => ProcessRolesSetting.Parse(text)).ExitCode);

    [Fact]
    public void Trusted_proxies_are_none_by_default_and_checked()
    {
        Assert.Empty(ProxyHeaders.Parse(null));
        Assert.Equal(2, ProxyHeaders.Parse("10.0.0.0/8, 127.0.0.1").Count);
        Assert.Throws<StartupFailure>(() => ProxyHeaders.Parse("everyone"));
    }

    [Fact]
    public void The_demo_is_on_in_Development_and_refused_elsewhere()
    {
        var none = new ConfigurationBuilder().Build();
        var asked = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Demo:Enabled"] = "true" }).Build();
        Assert.True(DemoOptions.Read(none, new Surroundings("Development")).IsDemo);
        Assert.False(DemoOptions.Read(none, new Surroundings("Production")).IsDemo);
        Assert.Throws<StartupFailure>(() => DemoOptions.Read(asked, new Surroundings("Production")));
    }

    [Fact]
    public async Task Outside_Development_a_database_must_be_configured()
    {
        var failure = await Assert.ThrowsAsync<StartupFailure>(() =>
            DatabaseSource.ChooseAsync(new ConfigurationBuilder().Build(), new Surroundings("Production")));
        Assert.Equal(StartupFailure.DatabaseAway, failure.ExitCode);
        Assert.Contains("ConnectionStrings__Exchange", failure.Message, StringComparison.Ordinal);
    }

    private sealed class Surroundings(string name) : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = name;

        public string ApplicationName { get; set; } = "Exchange.Web";

        public string ContentRootPath { get; set; } = Path.GetTempPath();

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
