using System;
using System.Numerics;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "candles",
                columns: table => new
                {
                    MarketIndex = table.Column<int>(type: "integer", nullable: false),
                    PeriodMinutes = table.Column<int>(type: "integer", nullable: false),
                    OpenTimeSeconds = table.Column<long>(type: "bigint", nullable: false),
                    OpenTicks = table.Column<long>(type: "bigint", nullable: false),
                    HighTicks = table.Column<long>(type: "bigint", nullable: false),
                    LowTicks = table.Column<long>(type: "bigint", nullable: false),
                    CloseTicks = table.Column<long>(type: "bigint", nullable: false),
                    VolumeLots = table.Column<long>(type: "bigint", nullable: false),
                    QuoteVolume = table.Column<BigInteger>(type: "numeric(38,0)", precision: 38, scale: 0, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_candles", x => new { x.MarketIndex, x.PeriodMinutes, x.OpenTimeSeconds });
                });

            migrationBuilder.CreateTable(
                name: "engine_snapshots",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    StateHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    JournalHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Payload = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_snapshots", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    FirstSequence = table.Column<long>(type: "bigint", nullable: false),
                    LastSequence = table.Column<long>(type: "bigint", nullable: false),
                    Payload = table.Column<byte[]>(type: "bytea", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => x.FirstSequence);
                });

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    MemberId = table.Column<long>(type: "bigint", nullable: false),
                    MarketIndex = table.Column<int>(type: "integer", nullable: false),
                    Side = table.Column<byte>(type: "smallint", nullable: false),
                    Type = table.Column<byte>(type: "smallint", nullable: false),
                    TimeInForce = table.Column<byte>(type: "smallint", nullable: false),
                    PostOnly = table.Column<bool>(type: "boolean", nullable: false),
                    PriceTicks = table.Column<long>(type: "bigint", nullable: false),
                    QuantityLots = table.Column<long>(type: "bigint", nullable: false),
                    RemainingLots = table.Column<long>(type: "bigint", nullable: false),
                    ExecutedNotional = table.Column<BigInteger>(type: "numeric(38,0)", precision: 38, scale: 0, nullable: false),
                    TradeCount = table.Column<int>(type: "integer", nullable: false),
                    Close = table.Column<byte>(type: "smallint", nullable: false),
                    MakerRate = table.Column<int>(type: "integer", nullable: false),
                    TakerRate = table.Column<int>(type: "integer", nullable: false),
                    ClientOrderId = table.Column<Guid>(type: "uuid", nullable: true),
                    CreatedMicroseconds = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedMicroseconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_orders", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "postings",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Line = table.Column<int>(type: "integer", nullable: false),
                    Account = table.Column<int>(type: "integer", nullable: false),
                    MemberId = table.Column<long>(type: "bigint", nullable: false),
                    CurrencyIndex = table.Column<int>(type: "integer", nullable: false),
                    Amount = table.Column<BigInteger>(type: "numeric(38,0)", precision: 38, scale: 0, nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    TradeId = table.Column<long>(type: "bigint", nullable: false),
                    Reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    AtMicroseconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_postings", x => new { x.Sequence, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "projection_positions",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_projection_positions", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "trades",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    MarketIndex = table.Column<int>(type: "integer", nullable: false),
                    PriceTicks = table.Column<long>(type: "bigint", nullable: false),
                    QuantityLots = table.Column<long>(type: "bigint", nullable: false),
                    Notional = table.Column<BigInteger>(type: "numeric(38,0)", precision: 38, scale: 0, nullable: false),
                    TakerSide = table.Column<byte>(type: "smallint", nullable: false),
                    MakerOrderId = table.Column<long>(type: "bigint", nullable: false),
                    TakerOrderId = table.Column<long>(type: "bigint", nullable: false),
                    MakerMemberId = table.Column<long>(type: "bigint", nullable: false),
                    TakerMemberId = table.Column<long>(type: "bigint", nullable: false),
                    MakerFee = table.Column<BigInteger>(type: "numeric(38,0)", precision: 38, scale: 0, nullable: false),
                    TakerFee = table.Column<BigInteger>(type: "numeric(38,0)", precision: 38, scale: 0, nullable: false),
                    MakerRate = table.Column<int>(type: "integer", nullable: false),
                    TakerRate = table.Column<int>(type: "integer", nullable: false),
                    AtMicroseconds = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_trades", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_orders_MemberId_Id",
                table: "orders",
                columns: new[] { "MemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_MemberId_UpdatedMicroseconds",
                table: "orders",
                columns: new[] { "MemberId", "UpdatedMicroseconds" });

            migrationBuilder.CreateIndex(
                name: "IX_postings_MemberId_CurrencyIndex_Sequence",
                table: "postings",
                columns: new[] { "MemberId", "CurrencyIndex", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_MakerMemberId_Id",
                table: "trades",
                columns: new[] { "MakerMemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_MakerOrderId",
                table: "trades",
                column: "MakerOrderId");

            migrationBuilder.CreateIndex(
                name: "IX_trades_MarketIndex_Id",
                table: "trades",
                columns: new[] { "MarketIndex", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_TakerMemberId_Id",
                table: "trades",
                columns: new[] { "TakerMemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_TakerOrderId",
                table: "trades",
                column: "TakerOrderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "candles");

            migrationBuilder.DropTable(
                name: "engine_snapshots");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropTable(
                name: "postings");

            migrationBuilder.DropTable(
                name: "projection_positions");

            migrationBuilder.DropTable(
                name: "trades");
        }
    }
}
