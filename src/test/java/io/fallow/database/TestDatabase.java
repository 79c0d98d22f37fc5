package io.fallow.database;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test's own on the run's one server; closing it drops it, whoever is still connected. */
public final class TestDatabase implements AutoCloseable {

    private static final String EMPTY = "template0";
    private static final int LONGEST_PURPOSE = 40;
    private static final Map<String, String> TEMPLATES = new HashMap<>();

    private final String name;
    private final PGSimpleDataSource dataSource;

    private TestDatabase(String template) {
        this.name = uniqueName("test");
        TestServer.get().create(name, template);
        this.dataSource = TestServer.get().dataSource(name);
    }

    private TestDatabase(PGSimpleDataSource dataSource) {
        this.name = "";
        this.dataSource = dataSource;
    }

    private TestDatabase(String name, String options) {
        this.name = name;
        TestServer.get().make(name, options);
        this.dataSource = TestServer.get().dataSource(name);
    }

    /** The database of a server of a test's own, which goes with the server. */
    static TestDatabase elsewhere(String address, String username, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + address + "/postgres");
        source.setUser(username);
        source.setPassword(password);
        return new TestDatabase(source);
    }

    /** This database as something else between gives it; closing that closes nothing. */
    public TestDatabase reachedAt(String address) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + address + "/" + name);
        source.setUser(username());
        source.setPassword(password());
        return new TestDatabase(source);
    }

    /** An empty database. */
    public static TestDatabase fresh() {
        return new TestDatabase(EMPTY);
    }

    /** An empty database with options of CREATE DATABASE, for one that collates or encodes otherwise. */
    public static TestDatabase made(String options) {
        return new TestDatabase(uniqueName("test"), options);
    }

    /**
     * A copy of a database that {@code prepare} fills once per test run, whoever comes first: much faster than
     * filling each anew. Every connection that {@code prepare} opens must be closed when it returns.
     */
    public static TestDatabase from(String template, Preparation prepare) {
        return new TestDatabase(template(template, prepare));
    }

    /** A copy of this database as it is now; every connection to it must be closed. */
    public TestDatabase copy() {
        return new TestDatabase(name);
    }

    private static synchronized String template(String wanted, Preparation prepare) {
        String template = TEMPLATES.get(wanted);
        if (template == null) {
            template = prepared(wanted, prepare);
            TEMPLATES.put(wanted, template);
        }
        return template;
    }

    private static String prepared(String wanted, Preparation prepare) {
        String template = uniqueName(wanted);
        TestServer.get().create(template, EMPTY);
        try {
            prepare.prepare(TestServer.get().dataSource(template));
            return template;
        } catch (Exception e) {
            TestServer.get().drop(template);
            throw new IllegalStateException("template database '" + wanted + "' could not be prepared", e);
        }
    }

    private static String uniqueName(String purpose) {
        String readable = purpose.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return readable.substring(Math.max(0, readable.length() - LONGEST_PURPOSE)) + "_"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
    }

    /** What makes a template out of an empty database. */
    @FunctionalInterface
    public interface Preparation {
        void prepare(DataSource emptyDatabase) throws Exception;
    }

    public String jdbcUrl() {
        return name.isEmpty()
                ? String.valueOf(dataSource.getUrl())
                : TestServer.get().jdbcUrl(name);
    }

    public String username() {
        return String.valueOf(dataSource.getUser());
    }

    public String password() {
        return String.valueOf(dataSource.getPassword());
    }

    /** Opens a new connection each time; not a pool. */
    public DataSource dataSource() {
        return dataSource;
    }

    @Override
    public void close() {
        if (!name.isEmpty()) {
            TestServer.get().drop(name);
        }
    }
}
