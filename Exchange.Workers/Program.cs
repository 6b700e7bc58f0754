using Exchange.Core.Audit;
using Exchange.Core.Compliance;
using Exchange.Core.Engine;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Privacy;
using Exchange.Core.Projections;
using Exchange.Core.Screening;
using Exchange.Core.Storage;
using Exchange.Workers;

// The jobs that need no engine, as a program of their own. Exchange.Web runs all jobs by default.
var builder = WebApplication.CreateBuilder(args);
if (builder.Configuration.GetConnectionString("Exchange") is not { Length: > 0 } connectionString)
{
    Console.Error.WriteLine("Exchange.Workers cannot start: set ConnectionStrings__Exchange to the exchange's "
        + "database.");
    return 2;
}

builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddStorage(connectionString);
builder.Services.AddJournalCare().AddSnapshotMaker();
builder.Services.AddProjectionProgress();
builder.Services.AddAudit().AddNotifications(builder.Configuration, builder.Environment.IsDevelopment()).AddMembers();
builder.Services.AddOptions<ScreeningOptions>().Bind(builder.Configuration.GetSection(ScreeningOptions.Section));
builder.Services.AddOptions<FieldEncryptionOptions>().Bind(builder.Configuration.GetSection(FieldEncryptionOptions.Section));
builder.Services.AddOptions<ComplianceOptions>().Bind(builder.Configuration.GetSection(ComplianceOptions.Section));
builder.Services.AddOptions<KycProviderOptions>().Bind(builder.Configuration.GetSection(KycProviderOptions.Section));
builder.Services.AddCompliance().AddScreening();
builder.Services.AddOptions<PrivacyOptions>().Bind(builder.Configuration.GetSection(PrivacyOptions.Section));
builder.Services.AddErasure();
builder.Services.AddExchangeWorkers(builder.Configuration).AddOutboxSender();

var app = builder.Build();
app.MapGet("/health/live", () => Results.Ok(new { status = "live" }));
await app.RunAsync();
return 0;
