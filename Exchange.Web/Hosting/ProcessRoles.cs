namespace Exchange.Web.Hosting;

/// <summary>What this process does: all by default, or a part of a split installation (setting <c>Roles</c>).</summary>
[Flags]
internal enum ProcessRoles
{
    None = 0,

    /// <summary>Pages, REST and feeds.</summary>
    Web = 1,

    /// <summary>The matching engine, its journal and the projector.</summary>
    Engine = 2,

    /// <summary>Scheduled jobs.</summary>
    Workers = 4,

    All = Web | Engine | Workers,
}

/// <summary>Reads the setting <c>Roles</c>, for example <c>web,engine,workers</c>.</summary>
internal static class ProcessRolesSetting
{
    public const string Key = "Roles";

    public static ProcessRoles Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return ProcessRoles.All;
        var roles = ProcessRoles.None;
        foreach (var name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            roles |= name.ToLowerInvariant() switch
            {
                "web" => ProcessRoles.Web,
                "engine" => ProcessRoles.Engine,
                "workers" => ProcessRoles.Workers,
                _ => throw new StartupFailure(
                    $"Unknown role '{name}' in the setting {Key}. Use one or more of web, engine, workers, with "
                    + "commas.",
                    StartupFailure.BadConfiguration),
            };
        }

        // The engine's doors are in memory until commands travel between processes: web and workers need the engine
        // beside them.
        if (!roles.HasFlag(ProcessRoles.Engine))
        {
            throw new StartupFailure(
                "This version runs web and workers only in the process that runs the engine: add 'engine' to the "
                + "setting Roles.",
                StartupFailure.BadConfiguration);
        }

        return roles;
    }
}
