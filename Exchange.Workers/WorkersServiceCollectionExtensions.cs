using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;

namespace Exchange.Workers;

/// <summary>Registers the scheduled jobs.</summary>
public static class WorkersServiceCollectionExtensions
{
    private const string Section = "Jobs";

    /// <summary>Adds the jobs of the catalog and the scheduler that runs them, in memory.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="configuration">Its section <c>Jobs</c> may give a job another cadence, by the job's name.</param>
    /// <exception cref="FormatException">A cadence is not a time above zero.</exception>
    public static IServiceCollection AddExchangeWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<JobHistory>();
        services.AddSingleton<JobInstruments>();
        // Registered in the container too: a missing dependency then shows at start and not at the job's first run.
        foreach (var job in JobCatalog.Jobs) services.AddTransient(job.Type);
        services.AddQuartz(quartz =>
        {
            foreach (var job in JobCatalog.Jobs) Schedule(quartz, job, IntervalOf(job, configuration.GetSection(Section)));
        });
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }

    private static TimeSpan IntervalOf(JobEntry job, IConfiguration section)
    {
        if (section[job.Key.Name] is not { Length: > 0 } text) return job.Interval;
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero
            ? interval
            : throw new FormatException($"The setting {Section}:{job.Key.Name} must be a time such as 00:05:00, not '{text}'.");
    }

    private static void Schedule(IQuartzBuilder quartz, JobEntry job, TimeSpan interval)
    {
        quartz.AddJob(job.Type, configure => configure.WithIdentity(job.Key));
        quartz.AddTrigger(trigger => trigger
            .ForJob(job.Key)
            .WithIdentity(job.Key.Name)
            .StartAt(TimeProvider.System.GetUtcNow() + interval)
            .WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever()));
    }
}
