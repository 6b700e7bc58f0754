using System.Collections.Concurrent;

namespace Exchange.Core.Members;

/// <summary>
/// Remembers which nonces were used in the last moments, for keys that ask for it: per key a bit for each millisecond that a nonce
/// may be away from now. Requests that overtake each other all count, each nonce once.
/// </summary>
/// <param name="windowMilliseconds">How far a nonce may be from now; the caller has checked that.</param>
/// <param name="sinceMilliseconds">Since when this remembers: what may have been used before is refused.</param>
internal sealed class UsedNonces(long windowMilliseconds, long sinceMilliseconds)
{
    private readonly ConcurrentDictionary<string, Window> _windows = new();

    /// <summary>True for the first that brings a nonce of a key.</summary>
    public bool TryUse(string kid, long nonce)
    {
        if (nonce < sinceMilliseconds + windowMilliseconds) return false;
        while (true)
        {
            if (_windows.GetOrAdd(kid, static _ => new Window()).TryUse(nonce) is { } isFirst) return isFirst;
        }
    }

    /// <summary>Forgets the keys whose nonces have all left the window.</summary>
    public void Sweep(long nowMilliseconds)
    {
        foreach (var (kid, window) in _windows)
            if (window.TryClose(nowMilliseconds - windowMilliseconds)) _windows.TryRemove(KeyValuePair.Create(kid, window));
    }

    private sealed class Window
    {
        /// <summary>Milliseconds that are told apart; more than the window is wide on both sides together.</summary>
        private const int Bits = 16_384;

        private readonly ulong[] _used = new ulong[Bits / 64];
        private readonly Lock _gate = new();
        private long _newest;
        private bool _isClosed;

        /// <summary>Null when this window is forgotten, and another must be asked.</summary>
        public bool? TryUse(long nonce)
        {
            lock (_gate)
            {
                if (_isClosed) return null;
                Advance(nonce);
                if (nonce <= _newest - Bits) return false;
                ref var word = ref _used[nonce % Bits / 64];
                var bit = 1UL << (int)(nonce % 64);
                if ((word & bit) != 0) return false;
                word |= bit;
                return true;
            }
        }

        public bool TryClose(long olderThan)
        {
            lock (_gate) return _isClosed = _newest <= olderThan;
        }

        private void Advance(long nonce)
        {
            if (nonce <= _newest) return;
            if (nonce - _newest >= Bits) Array.Clear(_used);
            else for (var passed = _newest + 1; passed <= nonce; passed++) _used[passed % Bits / 64] &= ~(1UL << (int)(passed % 64));
            _newest = nonce;
        }
    }
}
