using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Exchange.Core.Storage.Migrations
{
    /// <inheritdoc />
    public partial class JournalSegments : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "Bytes",
                table: "engine_snapshots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "MadeAtMicroseconds",
                table: "engine_snapshots",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "engine_snapshot_chunks",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Index = table.Column<int>(type: "integer", nullable: false),
                    Payload = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_engine_snapshot_chunks", x => new { x.Sequence, x.Index });
                    table.ForeignKey(
                        name: "FK_engine_snapshot_chunks_engine_snapshots_Sequence",
                        column: x => x.Sequence,
                        principalTable: "engine_snapshots",
                        principalColumn: "Sequence",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "journal_segments",
                columns: table => new
                {
                    FirstSequence = table.Column<long>(type: "bigint", nullable: false),
                    LastSequence = table.Column<long>(type: "bigint", nullable: false),
                    Rows = table.Column<int>(type: "integer", nullable: false),
                    PreviousHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    LastHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    ContentHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    RawBytes = table.Column<int>(type: "integer", nullable: false),
                    Bytes = table.Column<int>(type: "integer", nullable: false),
                    Payload = table.Column<byte[]>(type: "bytea", nullable: true),
                    File = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_segments", x => x.FirstSequence);
                });

            migrationBuilder.CreateTable(
                name: "journal_verified",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_verified", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_journal_segments_LastSequence",
                table: "journal_segments",
                column: "LastSequence",
                unique: true);

            if (ActiveProvider == "Npgsql.EntityFrameworkCore.PostgreSQL")
            {
                // What does not compress, or is compressed, is kept out of line as it is.
                migrationBuilder.Sql("""alter table engine_snapshot_chunks alter column "Payload" set storage external""");
                migrationBuilder.Sql("""alter table journal_segments alter column "Payload" set storage external""");
                migrationBuilder.Sql(
                    """
                    insert into engine_snapshot_chunks ("Sequence", "Index", "Payload")
                      select "Sequence", 0, "Payload" from engine_snapshots;
                    update engine_snapshots set "Bytes" = octet_length("Payload")
                    """);
            }

            migrationBuilder.DropColumn(
                name: "Payload",
                table: "engine_snapshots");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "engine_snapshot_chunks");

            migrationBuilder.DropTable(
                name: "journal_segments");

            migrationBuilder.DropTable(
                name: "journal_verified");

            migrationBuilder.DropColumn(
                name: "Bytes",
                table: "engine_snapshots");

            migrationBuilder.DropColumn(
                name: "MadeAtMicroseconds",
                table: "engine_snapshots");

            migrationBuilder.AddColumn<byte[]>(
                name: "Payload",
                table: "engine_snapshots",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);
        }
    }
}
