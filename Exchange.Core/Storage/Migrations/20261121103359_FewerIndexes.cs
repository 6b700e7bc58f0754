using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class FewerIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_trades_MakerMemberId_Id",
                table: "trades");

            migrationBuilder.DropIndex(
                name: "IX_trades_MakerOrderId",
                table: "trades");

            migrationBuilder.DropIndex(
                name: "IX_trades_TakerMemberId_Id",
                table: "trades");

            migrationBuilder.DropIndex(
                name: "IX_trades_TakerOrderId",
                table: "trades");

            migrationBuilder.DropPrimaryKey(
                name: "PK_postings",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "IX_postings_MemberId_CurrencyIndex_Sequence",
                table: "postings");

            migrationBuilder.DropIndex(
                name: "IX_orders_MemberId_Id",
                table: "orders");

            migrationBuilder.AddPrimaryKey(
                name: "PK_postings",
                table: "postings",
                columns: new[] { "MemberId", "Sequence", "Line", "CurrencyIndex" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_MakerMemberId_MakerOrderId",
                table: "trades",
                columns: new[] { "MakerMemberId", "MakerOrderId" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_TakerMemberId_TakerOrderId",
                table: "trades",
                columns: new[] { "TakerMemberId", "TakerOrderId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_trades_MakerMemberId_MakerOrderId",
                table: "trades");

            migrationBuilder.DropIndex(
                name: "IX_trades_TakerMemberId_TakerOrderId",
                table: "trades");

            migrationBuilder.DropPrimaryKey(
                name: "PK_postings",
                table: "postings");

            migrationBuilder.AddPrimaryKey(
                name: "PK_postings",
                table: "postings",
                columns: new[] { "Sequence", "Line" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_MakerMemberId_Id",
                table: "trades",
                columns: new[] { "MakerMemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_MakerOrderId",
                table: "trades",
                column: "MakerOrderId");

            migrationBuilder.CreateIndex(
                name: "IX_trades_TakerMemberId_Id",
                table: "trades",
                columns: new[] { "TakerMemberId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_trades_TakerOrderId",
                table: "trades",
                column: "TakerOrderId");

            migrationBuilder.CreateIndex(
                name: "IX_postings_MemberId_CurrencyIndex_Sequence",
                table: "postings",
                columns: new[] { "MemberId", "CurrencyIndex", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_orders_MemberId_Id",
                table: "orders",
                columns: new[] { "MemberId", "Id" });
        }
    }
}
