using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Exchange.Bench;

/// <summary>
/// Whether the time of a refused sign-in tells who has an account. Wrong passwords with known and with unknown addresses in random order,
/// over HTTP, and two kinds of unknown addresses as the control: what the same test says of samples that cannot differ.
/// </summary>
internal static class SignInBenchmark
{
    private const int Port = 7996;

    /// <summary>One less than what locks an address; a right password in between forgets them.</summary>
    private const int WrongInARow = 4;

    private static readonly Uri Sessions = new("/api/v2/barong/identity/sessions", UriKind.Relative);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var (samples, seed) = (options.Number("samples", 400), options.Number("seed", 1));
        Machine.Print();
        Console.WriteLine(Invariant(
            $"mix: wrong passwords one after the other, {samples} each with known and unknown addresses in random order, seed {seed}"));
        await using var server = await ServerUnderTest.StartAsync(options.Number("port", Port));
        using var client = new HttpClient { BaseAddress = server.Url };
        var members = MembersOf(server);
        var random = new Random(seed);
        await MeasureAsync(client, members, WrongInARow * members.Count * 4, random); // warm-up
        var timings = await MeasureAsync(client, members, samples, random);

        var (known, unknown, control) = (timings[0], timings[1], timings[2]);
        Print("known  ", known);
        Print("unknown", unknown);
        Print("control", control);
        var (test, noise) = (RankTest.Of(known, unknown), RankTest.Of(control, unknown));
        Console.WriteLine(Invariant($"known above unknown: AUC {test.Auc:F3}, p {test.P:F3}; control: AUC {noise.Auc:F3}, p {noise.P:F3}"));
        Console.WriteLine("0.5 is a coin; a p under 0.01 in run after run would tell who has an account.");
        ResultLine.Write(
            ("name", "sign-in"), ("samples", samples), ("known_p50_us", new Percentiles(known)[50]),
            ("unknown_p50_us", new Percentiles(unknown)[50]), ("auc", test.Auc), ("p", test.P),
            ("peer", "unknown against unknown"), ("peer_auc", noise.Auc), ("peer_p", noise.P),
            ("ratio", (double)new Percentiles(known)[50] / new Percentiles(unknown)[50]));
        return 0;
    }

    /// <summary>Microseconds of refusals: known addresses, unknown ones, and unknown ones once more.</summary>
    private static async Task<List<long>[]> MeasureAsync(
        HttpClient client, List<(string Email, string Password)> members, int samples, Random random)
    {
        List<long>[] timings = [[], [], []];
        while (timings[0].Count < samples)
        {
            var member = members[random.Next(members.Count)];
            string[] addresses = [member.Email, Nobody(random, member.Email), Nobody(random, member.Email)];
            int[] order = [.. Enumerable.Range(0, WrongInARow * addresses.Length).Select(i => i % addresses.Length)];
            random.Shuffle(order);
            foreach (var kind in order) timings[kind].Add(await RefusedAsync(client, addresses[kind]));
            using var right = await client.PostAsJsonAsync(Sessions, new { email = member.Email, password = member.Password });
            right.EnsureSuccessStatusCode();
        }

        return timings;
    }

    private static async Task<long> RefusedAsync(HttpClient client, string email)
    {
        using var content = JsonContent.Create(new { email, password = "not the password of anybody" });
        var began = Stopwatch.GetTimestamp();
        using var answer = await client.PostAsync(Sessions, content);
        var took = Stopwatch.GetElapsedTime(began);
        if (answer.StatusCode != HttpStatusCode.Unauthorized) throw new InvalidOperationException($"Answered {answer.StatusCode}.");
        return (long)took.TotalMicroseconds;
    }

    /// <summary>An address that nobody has, as long as one that somebody has.</summary>
    private static string Nobody(Random random, string like) =>
        $"{random.GetString("abcdefghijklmnopqrstuvwxyz", like.IndexOf('@', StringComparison.Ordinal))}{random.Next(100, 999)}@example.com";

    private static List<(string Email, string Password)> MembersOf(ServerUnderTest server)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(server.Data, "demo-credentials")));
        return [.. json.RootElement.EnumerateArray().Select(
            c => (c.GetProperty("Email").GetString()!, c.GetProperty("Password").GetString()!))];
    }

    private static void Print(string name, List<long> timings)
    {
        var of = new Percentiles(timings);
        Console.WriteLine(Invariant($"{name}: {timings.Count} refusals, p50 {of[50]}, p90 {of[90]}, p99 {of[99]} µs"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
