package io.fallow.cli.begin;

import io.fallow.cli.account.ExplainCommand;
import io.fallow.ledger.base.Sql;
import io.fallow.lifecycle.Policy;
import io.fallow.owner.Explain;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.LocalDate;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Explains one account per outcome of a demo, and says what to try next. */
final class DemoExamples {

    private final JdbcClient jdbc;
    private final Explain explain;

    DemoExamples(DataSource dataSource, Explain explain) {
        this.jdbc = JdbcClient.create(dataSource);
        this.explain = explain;
    }

    void print(Policy policy, LocalDate today) {
        PrintWriter out = new PrintWriter(System.out, true, Charset.defaultCharset());
        jdbc.sql(Sql.named("platform/find-examples")).query(row -> {
            out.println("Why? An account that is " + row.getString(1) + ":");
            ExplainCommand.print(out, explain.of(row.getString(2), policy, today));
            out.println();
        });
        out.println("Try next:");
        out.println("  ./fallow status                          where the accounts stand");
        out.println("  ./fallow explain ACCOUNT                 why this account?");
        out.println("  ./fallow demo --nights 120               the whole life of an account, on one screen");
        out.println("  ./fallow --help                          everything else");
    }
}
