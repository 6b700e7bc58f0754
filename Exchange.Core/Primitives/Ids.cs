namespace Exchange.Core.Primitives;

/// <summary>A member of the exchange. The value is the key of the member's row; 0 means "nobody" (the
/// platform).</summary>
/// <param name="Value">Positive for a member.</param>
public readonly record struct MemberId(long Value)
{
    /// <summary>The platform itself.</summary>
    public static MemberId Platform => default;
}

/// <summary>A currency, by the dense index the engine gave it when it was defined.</summary>
/// <param name="Index">0, 1, 2 … in order of definition.</param>
public readonly record struct CurrencyId(int Index);

/// <summary>A market, by the dense index the engine gave it when it was defined.</summary>
/// <param name="Index">0, 1, 2 … in order of definition.</param>
public readonly record struct MarketId(int Index);

/// <summary>An order: 1, 2, 3 … in order of acceptance, over all markets. 0 means "none".</summary>
/// <param name="Value">Positive for an order.</param>
public readonly record struct OrderId(long Value);

/// <summary>A trade: 1, 2, 3 … over all markets. 0 means "none".</summary>
/// <param name="Value">Positive for a trade.</param>
public readonly record struct TradeId(long Value);

/// <summary>
/// An order's name as its owner chose it: 128 bits, usually a UUID. Unique per member among recent orders. Zero means
/// "none".
/// </summary>
/// <param name="Value">The 128 bits.</param>
public readonly record struct ClientOrderId(UInt128 Value)
{
    /// <summary>True when the owner gave a name.</summary>
    public bool IsSet => Value != 0;

    /// <summary>A UUID as a client order id.</summary>
    public static ClientOrderId From(Guid guid)
    {
        Span<byte> bytes = stackalloc byte[16];
        guid.TryWriteBytes(bytes, bigEndian: true, out _);
        return new ClientOrderId(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The id as a UUID.</summary>
    public Guid ToGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
        return new Guid(bytes, bigEndian: true);
    }
}
