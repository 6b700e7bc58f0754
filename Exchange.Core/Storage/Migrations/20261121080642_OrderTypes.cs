using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class OrderTypes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DisplayLots",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "ExpiresMicroseconds",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "IsPending",
                table: "orders",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "LinkedOrderId",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte>(
                name: "SelfTradePrevention",
                table: "orders",
                type: "smallint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<long>(
                name: "Sequence",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<int>(
                name: "TrailBasisPoints",
                table: "orders",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "TrailTicks",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<byte>(
                name: "Trigger",
                table: "orders",
                type: "smallint",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<long>(
                name: "TriggerTicks",
                table: "orders",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "DisplayLots",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "ExpiresMicroseconds",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "IsPending",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "LinkedOrderId",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "SelfTradePrevention",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "Sequence",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "TrailBasisPoints",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "TrailTicks",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "Trigger",
                table: "orders");

            migrationBuilder.DropColumn(
                name: "TriggerTicks",
                table: "orders");
        }
    }
}
