using Exchange.Core.Engine;
using Exchange.Core.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Exchange.Bench;

/// <summary>The engine's host with its PostgreSQL journal in this process: no tables, no web.</summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineUnderTest(IHost host) => _host = host;

    public IEngine Engine => _host.Services.GetRequiredService<IEngine>();

    public static async Task<EngineUnderTest> StartAsync(string connectionString)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddStorage(connectionString).AddEngine();
        builder.Services.AddSingleton<IProjection, NoTables>().AddSingleton<IProjectionProgress, NoTables>();
        var host = builder.Build();
        await host.Services.GetRequiredService<DatabaseSetup>().MigrateAsync(CancellationToken.None);
        await host.StartAsync();
        return new EngineUnderTest(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private sealed class NoTables : IProjection, IProjectionProgress
    {
        public Task<long> TakeOverAsync(Action<Exception> fail, CancellationToken cancellationToken) => Task.FromResult(0L);

        public Task<long> ProjectedSequenceAsync(CancellationToken cancellationToken) => Task.FromResult(0L);
    }
}
