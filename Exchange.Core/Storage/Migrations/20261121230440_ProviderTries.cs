using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ProviderTries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ProviderAskedAt",
                table: "member_risks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ProviderNextAt",
                table: "member_risks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ProviderTriedStamp",
                table: "member_risks",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "ProviderTries",
                table: "member_risks",
                type: "integer",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ProviderAskedAt",
                table: "member_risks");

            migrationBuilder.DropColumn(
                name: "ProviderNextAt",
                table: "member_risks");

            migrationBuilder.DropColumn(
                name: "ProviderTriedStamp",
                table: "member_risks");

            migrationBuilder.DropColumn(
                name: "ProviderTries",
                table: "member_risks");
        }
    }
}
