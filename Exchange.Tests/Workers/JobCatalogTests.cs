using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Privacy;
using Exchange.Core.Projections;
using Exchange.Core.Screening;
using Exchange.Core.Storage;
using Exchange.Tests.Support;
using Exchange.Workers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Exchange.Tests.Workers;

public sealed class JobCatalogTests
{
    [Fact]
    public void Every_job_is_in_the_catalog_once_under_a_name_of_its_own()
    {
        var jobs = typeof(JobCatalog).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(IJob)) && !t.IsAbstract);
        Assert.Equal(jobs.OrderBy(t => t.Name), JobCatalog.Jobs.Select(j => j.Type).OrderBy(t => t.Name));
        Assert.Equal(JobCatalog.Jobs.Count, JobCatalog.Jobs.Select(j => j.Key).Distinct().Count());
        Assert.All(JobCatalog.Jobs, job => Assert.True(job.Interval >= TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Every_job_can_be_made_without_an_engine()
    {
        var services = new ServiceCollection();
        services.AddStorage("Host=nowhere").AddJournalCare().AddSnapshotMaker().AddProjectionProgress();
        services.AddAudit().AddMailbox().AddMembers().AddCompliance().AddScreening().AddErasure();
        services.AddExchangeWorkers(new ConfigurationBuilder().Build());
        await using var provider = services.BuildServiceProvider();
        Assert.All(JobCatalog.Jobs, job => Assert.NotNull(provider.GetRequiredService(job.Type)));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    public void A_cadence_that_is_no_time_is_refused(string text)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Jobs:snapshot", text)]).Build();
        var refusal = Assert.Throws<FormatException>(() => new ServiceCollection().AddExchangeWorkers(configuration));
        Assert.Contains("Jobs:snapshot", refusal.Message, StringComparison.Ordinal);
    }
}
