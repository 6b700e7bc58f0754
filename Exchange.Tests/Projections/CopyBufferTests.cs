using System.Numerics;
using Exchange.Core.Primitives;
using Exchange.Core.Projections;
using Exchange.Tests.Support;
using Npgsql;

namespace Exchange.Tests.Projections;

/// <summary>What PostgreSQL reads from the buffer is what was written.</summary>
public sealed class CopyBufferTests(PostgresFixture database) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Every_kind_of_value_arrives_as_it_was()
    {
        var guid = Guid.Parse("6b7c8a52-4f5b-4f0e-9a53-0d3a3c4c1f11");
        var buffer = new CopyBuffer();
        buffer.StartRow(8);
        buffer.Write(long.MinValue);
        buffer.Write(int.MaxValue);
        buffer.Write((short)-2);
        buffer.Write(true);
        buffer.Write((Guid?)guid);
        buffer.Write((Guid?)null);
        buffer.Write("señor");
        buffer.Write((string?)null);
        await using var connection = await CopiedAsync(
            "a bigint, b int, c smallint, d boolean, e uuid, f uuid, g text, h text", buffer);
        await using var command = new NpgsqlCommand("select * from copied", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        var values = new object[8];
        reader.GetValues(values);
        Assert.Equal([long.MinValue, int.MaxValue, (short)-2, true, guid, DBNull.Value, "señor", DBNull.Value], values);
        Assert.False(await reader.ReadAsync());
    }

    [Fact]
    public async Task Amounts_of_every_size_arrive_exactly()
    {
        var units = new List<Int128> { 0, 1, 9_999, 10_000, 10_001, 99_999_999, 100_000_000, 1_0000_0000_0001, Amount.MaxUnits };
        for (Int128 power = 1; power < Amount.MaxUnits / 10; power *= 10) units.AddRange([power, power - 1, power + 1, 7 * power]);
        var random = new Random(5);
        for (var i = 0; i < 500; i++)
            units.Add(new Int128((ulong)random.NextInt64(1L << 61), (ulong)random.NextInt64()) >> random.Next(110));
        var amounts = units.Where(u => u <= Amount.MaxUnits).SelectMany(u => new[] { Amount.FromUnits(u), Amount.FromUnits(-u) })
            .ToList();
        var buffer = new CopyBuffer();
        for (var i = 0; i < amounts.Count; i++)
        {
            buffer.StartRow(2);
            buffer.Write(i);
            buffer.Write(amounts[i]);
        }

        await using var connection = await CopiedAsync("i int, a numeric(38,0)", buffer);
        await using var command = new NpgsqlCommand("select a from copied order by i", connection);
        await using var reader = await command.ExecuteReaderAsync();
        foreach (var amount in amounts)
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal((BigInteger)amount.Units, reader.GetFieldValue<BigInteger>(0));
        }
    }

    private async Task<NpgsqlConnection> CopiedAsync(string columns, CopyBuffer buffer)
    {
        var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using (var create = new NpgsqlCommand($"create temporary table copied ({columns})", connection))
            await create.ExecuteNonQueryAsync();
        await using (var copy = await connection.BeginRawBinaryCopyAsync("copy copied from stdin (format binary)"))
            await copy.WriteAsync(buffer.Complete());
        return connection;
    }
}
