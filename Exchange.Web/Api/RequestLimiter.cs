using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Exchange.Core.Primitives;
using Microsoft.Extensions.Options;

namespace Exchange.Web.Api;

/// <summary>What a request counts as.</summary>
internal enum RequestKind
{
    /// <summary>Public data, or a request without a session.</summary>
    Public,

    /// <summary>Reading one's own data.</summary>
    Read,

    /// <summary>A new order.</summary>
    Order,

    /// <summary>A cancel.</summary>
    Cancel,
}

/// <summary>Holds members and addresses to <see cref="RateLimits"/>.</summary>
internal sealed class RequestLimiter
{
    private readonly Bucket _orders;
    private readonly Bucket _cancels;
    private readonly Bucket _reads;
    private readonly Bucket _public;
    private readonly bool _enabled;

    public RequestLimiter(IOptions<RateLimits> options, TimeProvider time)
    {
        var limits = options.Value;
        _enabled = limits.Enabled;
        _orders = new Bucket(limits.Orders, time);
        _cancels = new Bucket(limits.Cancels, time);
        _reads = new Bucket(limits.Reads, time);
        _public = new Bucket(limits.Public, time);
    }

    public const string TooManyRequestsCode = "server.too_many_requests";

    /// <summary>The answer to every request that comes too early.</summary>
    public static readonly ApiError TooManyRequests = ApiError.WithRetry(429, 1, TooManyRequestsCode);

    /// <summary>Counts a member's request, or several at once, and tells the state in headers; false when it comes too
    /// early.</summary>
    public bool Admits(HttpContext http, RequestKind kind, MemberId member, int count = 1) =>
        !_enabled || BucketOf(kind).Admits(http.Response.Headers, (UInt128)(ulong)member.Value, count);

    /// <summary>Counts a request from an address and tells the state in headers; false when it comes too early.</summary>
    public bool AdmitsAddress(HttpContext http) =>
        !_enabled || _public.Admits(http.Response.Headers, KeyOf(http.Connection.RemoteIpAddress), 1);

    private Bucket BucketOf(RequestKind kind) => kind switch
    {
        RequestKind.Order => _orders,
        RequestKind.Cancel => _cancels,
        RequestKind.Read => _reads,
        RequestKind.Public => _public,
    };

    /// <summary>An IPv4 address, or the /64 of an IPv6 address: one household has 2^64 of them.</summary>
    internal static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null) return 0;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return address.AddressFamily == AddressFamily.InterNetwork
            ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), 1);
    }

    /// <summary>
    /// One limit for many keys, as virtual scheduling (GCRA): per key one number, the time at which the bucket is full
    /// again. No lock and no allocation for a known key.
    /// </summary>
    private sealed class Bucket
    {
        private const int MaxKeys = 100_000;
        private readonly ConcurrentDictionary<UInt128, Slot> _slots = new();
        private readonly TimeProvider _time;
        private readonly long _interval;
        private readonly long _tolerance;
        private readonly RateLimitHeaders _headers;
        private long _nextSweep;

        public Bucket(RateLimit limit, TimeProvider time)
        {
            _time = time;
            _headers = new RateLimitHeaders(limit);
            _interval = Math.Max(1, time.TimestampFrequency / limit.PerSecond);
            _tolerance = _interval * limit.Burst;
        }

        public bool Admits(IHeaderDictionary headers, UInt128 key, int count)
        {
            var isAdmitted = Admits(key, count, out var used);
            _headers.Write(headers, (int)((_tolerance - used) / _interval));
            return isAdmitted;
        }

        /// <param name="key">Who asks.</param>
        /// <param name="count">How many requests it counts as.</param>
        /// <param name="used">How much of the tolerance is used then.</param>
        private bool Admits(UInt128 key, int count, out long used)
        {
            var now = _time.GetTimestamp();
            used = _tolerance;
            if (!_slots.TryGetValue(key, out var slot))
            {
                if (_slots.Count >= MaxKeys && !Sweep(now)) return false;
                slot = _slots.GetOrAdd(key, static _ => new Slot());
            }

            while (true)
            {
                var full = Volatile.Read(ref slot.FullAt);
                var start = Math.Max(full, now);
                var next = start + _interval * count;
                used = (next - now > _tolerance ? start : next) - now;
                if (next - now > _tolerance) return false;
                if (Interlocked.CompareExchange(ref slot.FullAt, next, full) == full) return true;
            }
        }

        /// <summary>Forgets idle keys, at most once a second; true when there is room again.</summary>
        private bool Sweep(long now)
        {
            var due = Volatile.Read(ref _nextSweep);
            if (now >= due && Interlocked.CompareExchange(ref _nextSweep, now + _time.TimestampFrequency, due) == due)
            {
                foreach (var (key, slot) in _slots)
                {
                    if (Volatile.Read(ref slot.FullAt) <= now) _slots.TryRemove(key, out _);
                }
            }

            return _slots.Count < MaxKeys;
        }

        private sealed class Slot
        {
            public long FullAt;
        }
    }
}
