using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class StaffPermissions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "SecondFactorAt",
                table: "member_sessions",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "role_permissions",
                columns: table => new
                {
                    Role = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    Permission = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    IsGranted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_role_permissions", x => new { x.Role, x.Permission });
                });

            // Until here the only admin was the one that the setup page made, who could do everything.
            migrationBuilder.Sql("""UPDATE members SET "Role" = 'superadmin' WHERE "Role" = 'admin'""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""UPDATE members SET "Role" = 'admin' WHERE "Role" = 'superadmin'""");

            migrationBuilder.DropTable(
                name: "role_permissions");

            migrationBuilder.DropColumn(
                name: "SecondFactorAt",
                table: "member_sessions");
        }
    }
}
