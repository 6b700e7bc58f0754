using Exchange.Core.Primitives;

namespace Exchange.Core.Ledger;

/// <summary>Finds a member's row. Member ids are dense, so an array has nearly all of them; ids beyond it are looked up in a
/// dictionary, so that no id can make the array grow without bounds.</summary>
internal sealed class MemberRows
{
    /// <summary>Ids up to here are found in the array.</summary>
    public const int MaxDenseId = 1 << 24;

    private readonly Dictionary<long, int> _sparse = [];
    private int[] _rowPlusOneOfId = new int[64];

    public bool TryFind(MemberId member, out int row)
    {
        var id = member.Value;
        if (id > 0 && id < _rowPlusOneOfId.Length)
        {
            row = _rowPlusOneOfId[id] - 1;
            return row >= 0;
        }

        return _sparse.TryGetValue(id, out row);
    }

    public void Prefetch(MemberId member)
    {
        if (member.Value > 0 && member.Value < _rowPlusOneOfId.Length) CacheLine.Prefetch(ref _rowPlusOneOfId[member.Value]);
    }

    public void Add(MemberId member, int row)
    {
        var id = member.Value;
        if (id <= 0 || id > MaxDenseId)
        {
            _sparse.Add(id, row);
            return;
        }

        if (id >= _rowPlusOneOfId.Length) Array.Resize(ref _rowPlusOneOfId, (int)Math.Max(id + 1, _rowPlusOneOfId.Length * 2L));
        _rowPlusOneOfId[id] = row + 1;
    }
}
