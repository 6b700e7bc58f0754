using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;

namespace Exchange.Workers;

/// <summary>Registers the scheduled jobs.</summary>
public static class WorkersServiceCollectionExtensions
{
    /// <summary>Adds the jobs of the catalog and the scheduler that runs them, in memory.</summary>
    public static IServiceCollection AddExchangeWorkers(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<JobInstruments>();
        // Registered in the container too: a missing dependency then shows at start and not at the job's first run.
        foreach (var job in JobCatalog.Jobs) services.AddTransient(job.Type);
        services.AddQuartz(quartz =>
        {
            foreach (var job in JobCatalog.Jobs) Schedule(quartz, job);
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }

    private static void Schedule(IQuartzBuilder quartz, JobEntry job)
    {
        quartz.AddJob(job.Type, configure => configure.WithIdentity(job.Key));
        quartz.AddTrigger(trigger => trigger
            .ForJob(job.Key)
            .WithIdentity(job.Key.Name)
            .StartAt(TimeProvider.System.GetUtcNow() + job.Interval)
            .WithSimpleSchedule(schedule => schedule.WithInterval(job.Interval).RepeatForever()));
    }
}
