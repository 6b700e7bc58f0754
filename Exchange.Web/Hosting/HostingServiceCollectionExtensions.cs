using Exchange.Core.Engine;
using Exchange.Core.Storage;

namespace Exchange.Web.Hosting;

/// <summary>Registers how the program starts, listens and stops.</summary>
internal static class HostingServiceCollectionExtensions
{
    /// <summary>
    /// How long an orderly stop may take. Services stop in the reverse order of their registration: web server first,
    /// so that no new request comes in; then workers and engine, which drains and commits; once all have stopped the
    /// projector, then the database.
    /// </summary>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(45);

    public static ProcessRoles AddExchangeHosting(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseExchangeLimits();
        builder.WebHost.UseExchangeTransport();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = ShutdownTimeout;
            host.ServicesStartConcurrently = false;
            host.ServicesStopConcurrently = false;
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        builder.AddProxyHeaders();
        builder.Services.AddSingleton<ServerAddress>();
        builder.Services.AddSingleton<StartBanner>();
        return ProcessRolesSetting.Parse(builder.Configuration[ProcessRolesSetting.Key]);
    }

    /// <summary>Registers the database; call before anything that starts with it.</summary>
    public static async Task AddExchangeDatabaseAsync(this WebApplicationBuilder builder)
    {
        var source = await DatabaseSource.ChooseAsync(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(source);
        builder.Services.AddSingleton(source.Local);
        builder.Services.AddStorage(source.ConnectionString);
        builder.Services.AddSingleton<DatabaseHosting>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseHosting>());
    }

    /// <summary>
    /// Runs until asked to stop; a start that fails for a known reason is told in one message and an exit code.
    /// </summary>
    public static async Task<int> RunExchangeAsync(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() => app.AnnounceAddress());
        try
        {
            await app.StartAsync();
            await app.WaitForShutdownAsync();
            return Environment.ExitCode;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop before the start was over: what has started is stopped in order all the same.
            await app.StopAsync();
            return Environment.ExitCode;
        }
        catch (StartupFailure failure)
        {
            return failure.Report();
        }
        catch (JournalFencedException fenced)
        {
            return new StartupFailure(fenced.Message, EngineExitCodes.Fenced).Report();
        }
        catch (JournalCorruptException damage)
        {
            return new StartupFailure(damage.Message, EngineExitCodes.Failed).Report();
        }
        finally
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>Tells the operator and gives the exit code.</summary>
    public static int Report(this StartupFailure failure)
    {
        Console.Error.WriteLine($"Exchange cannot start: {failure.Message}");
        return failure.ExitCode;
    }

    private static void AnnounceAddress(this WebApplication app)
    {
        app.Services.GetRequiredService<DatabaseHosting>()
            .Announce(app.Services.GetRequiredService<ServerAddress>().Shown);
        app.Services.GetRequiredService<StartBanner>().Write(Console.Out);
    }
}
