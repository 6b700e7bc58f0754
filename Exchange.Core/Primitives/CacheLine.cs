using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Exchange.Core.Primitives;

/// <summary>Asks the processor for memory before it is needed.</summary>
internal static class CacheLine
{
    /// <summary>A hint and nothing else: it reads nothing, so an address that has become stale does no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch<T>(ref readonly T place)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
    }
}
