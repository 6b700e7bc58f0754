namespace Exchange.Core.Notifications;

/// <summary>Where events for other systems go: section <c>Events</c> of the configuration. Nothing is sent until both are set.</summary>
public sealed class EventOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Events";

    /// <summary>Who signs, and the name of the key.</summary>
    public string Issuer { get; set; } = "barong";

    /// <summary>The file with the RSA private key, in PEM.</summary>
    public string SigningKeyFile { get; set; } = "";

    /// <summary>The systems that are told.</summary>
    public IList<EventEndpoint> Endpoints { get; set; } = [];

    /// <summary>Longest time for one event.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What is wrong with the settings, or null.</summary>
    public string? Problem()
    {
        if (Endpoints.Count == 0) return null;
        if (!File.Exists(SigningKeyFile)) return $"{Section}:SigningKeyFile must name a file with an RSA private key.";
        if (Timeout <= TimeSpan.Zero || Timeout >= OutboxQueue.ClaimTime) return $"{Section}:Timeout is out of range.";
        return Endpoints.All(endpoint => endpoint.IsUsable)
            ? null
            : $"{Section}:Endpoints: each needs a Url with https, or http to this machine.";
    }
}

/// <summary>A system that is told of events.</summary>
public sealed class EventEndpoint
{
    /// <summary>Where events are posted to.</summary>
    public Uri? Url { get; set; }

    /// <summary>The beginnings of the names it wants, such as <c>system.user.</c>; empty for all.</summary>
    public IList<string> Names { get; set; } = [];

    internal bool IsUsable => Url is { IsAbsoluteUri: true } && (Url.Scheme == "https" || (Url.Scheme == "http" && Url.IsLoopback))
        && Url.AbsoluteUri.Length <= OutboxMessage.MaxRecipientLength;

    internal bool Wants(string name) =>
        Names.Count == 0 || Names.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));
}
