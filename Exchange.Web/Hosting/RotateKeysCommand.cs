using System.Globalization;
using Exchange.Core.Audit;
using Exchange.Core.Members;
using Exchange.Core.Notifications;
using Exchange.Core.Storage;
using Exchange.Web.Verification;

namespace Exchange.Web.Hosting;

/// <summary><c>Exchange.Web rotate-keys</c>: replaces the key of encrypted columns and files. The exchange may go on running.</summary>
internal static class RotateKeysCommand
{
    public const string Name = "rotate-keys";

    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var source = await DatabaseSource.ChooseAsync(builder.Configuration, builder.Environment);
        builder.Services.AddSingleton(source.Local);
        builder.Services.AddStorage(source.ConnectionString);
        builder.Services.AddAudit();
        builder.Services.AddNotifications(builder.Configuration, builder.Environment.IsDevelopment());
        builder.Services.AddMembers();
        builder.Services.AddVerification(builder.Configuration);
        await using var app = builder.Build();
        var done = await app.Services.GetRequiredService<FieldKeyRotation>().RotateAsync(CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Key {done.Key} is in use; {done.Reencrypted} rows and files were encrypted anew, {done.Deleted} old keys deleted."));
        return 0;
    }
}
