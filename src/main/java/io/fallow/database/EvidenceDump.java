package io.fallow.database;

import io.fallow.database.Uninstaller.Kept;
import io.fallow.ledger.base.Sql;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

/** Writes every table of the ledger into a folder, one CSV file each, for who must answer for it when Fallow is gone. */
final class EvidenceDump {

    private static final String TABLES = Sql.named("uninstall/find-evidence");
    private static final String OWNER_ONLY = "rw-------";
    private static final String FOLDER_OWNER_ONLY = "rwx------";

    private final Connection connection;
    private final JdbcClient jdbc;

    EvidenceDump(Connection connection, JdbcClient jdbc) {
        this.connection = connection;
        this.jdbc = jdbc;
    }

    private record Table(String name, String statement) {}

    /**
     * The folder is there when all of it is in it, and only its owner may read it.
     *
     * @throws InstallException when there is something of that name already, or it cannot be written
     */
    Kept to(Path folder) {
        if (Files.exists(folder)) {
            throw new InstallException(
                    folder + " exists, and evidence is never overwritten; name another folder with --evidence", null);
        }
        List<Table> tables = jdbc.sql(TABLES)
                .query((row, number) -> new Table(row.getString(1), row.getString(2)))
                .list();
        Map<String, Long> rows = new TreeMap<>();
        try {
            Path parent = folder.toAbsolutePath().getParent();
            Path unfinished = Files.createTempDirectory(
                    parent,
                    folder.getFileName() + ".unfinished-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(FOLDER_OWNER_ONLY)));
            for (Table table : tables) {
                rows.put(table.name(), write(unfinished.resolve(table.name() + ".csv"), table.statement()));
            }
            Files.move(unfinished, folder);
        } catch (FileAlreadyExistsException e) {
            throw new InstallException(folder + " was made by somebody else meanwhile; name another folder", e);
        } catch (IOException e) {
            throw new InstallException("the evidence cannot be written to " + folder + ": " + e, e);
        } catch (SQLException e) {
            throw new SQLStateSQLExceptionTranslator().translate("writing the evidence out", null, e);
        }
        return new Kept(folder, rows);
    }

    private long write(Path file, String statement) throws IOException, SQLException {
        try (OutputStream out = new BufferedOutputStream(Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)))))) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(statement, out);
        }
    }
}
