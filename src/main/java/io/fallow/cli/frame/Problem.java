package io.fallow.cli.frame;

import io.fallow.database.DatabaseUnavailableException;
import io.fallow.database.InstallException;
import io.fallow.delivery.DeliveryException;
import io.fallow.delivery.PublishingInProgressException;
import io.fallow.delivery.TargetRefusesException;
import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.ledger.runs.StopWishedException;
import io.fallow.lifecycle.PolicyException;
import io.fallow.owner.AccountException;
import io.fallow.owner.NoticeTemplateException;
import io.fallow.run.Failures;
import io.fallow.run.NightFailedException;
import io.fallow.run.RunInProgressException;
import io.fallow.run.UsageException;
import io.fallow.settings.SettingException;
import java.sql.SQLException;
import java.util.List;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;

/**
 * An error as a person is told it: one line that names the culprit and the way out, and the exit code.
 *
 * @param below lines to be copied; empty: none
 */
public record Problem(ExitCode code, String line, String below) {

    /** Where what was asked for may be part of the line. */
    private static final int LONGEST_LINE = 300;

    /** Where it is all ours: several things that are unmet, each with its cure. */
    private static final int LONGEST_FINDING = 2_000;

    /** What was asked for may be part of the line, however long and with whatever characters. */
    public Problem {
        line = cut(line.replaceAll("\\p{Cntrl}", " "), LONGEST_FINDING);
    }

    private static String cut(String line, int longest) {
        return line.length() > longest ? line.substring(0, longest) + "..." : line;
    }

    public Problem(ExitCode code, String line) {
        this(code, line, "");
    }

    private static final List<Class<? extends RuntimeException>> USAGE = List.of(
            UsageException.class,
            PolicyException.class,
            SettingException.class,
            InstallException.class,
            AccountException.class,
            DeliveryException.class,
            NoticeTemplateException.class);

    /** What failed, said with the way out, whatever lies beneath. */
    private static final List<Class<? extends RuntimeException>> OWN_WORDS =
            List.of(NightFailedException.class, StopWishedException.class, TargetRefusesException.class);

    public static Problem of(RuntimeException error) {
        Problem problem = any(error);
        boolean ours = Failures.find(error, UnsafeInputsException.class) != null
                || Failures.find(error, InstallException.class) != null
                || OWN_WORDS.stream().anyMatch(type -> Failures.find(error, type) != null);
        return ours ? problem : new Problem(problem.code, cut(problem.line, LONGEST_LINE), problem.below);
    }

    private static Problem any(RuntimeException error) {
        if (Failures.find(error, RunInProgressException.class) != null
                || Failures.find(error, PublishingInProgressException.class) != null) {
            return new Problem(ExitCode.IN_PROGRESS, Failures.oneLine(error));
        }
        UnsafeInputsException unsafe = Failures.find(error, UnsafeInputsException.class);
        if (unsafe != null) {
            return new Problem(ExitCode.UNSAFE_INPUTS, firstLine(String.valueOf(unsafe.getMessage())));
        }
        for (Class<? extends RuntimeException> type : OWN_WORDS) {
            RuntimeException known = Failures.find(error, type);
            if (known != null) {
                return new Problem(ExitCode.FAILED, firstLine(String.valueOf(known.getMessage())));
            }
        }
        DatabaseUnavailableException unavailable = Failures.find(error, DatabaseUnavailableException.class);
        if (unavailable != null) {
            return new Problem(ExitCode.FAILED, firstLine(String.valueOf(unavailable.getMessage())));
        }
        for (Class<? extends RuntimeException> type : USAGE) {
            RuntimeException known = Failures.find(error, type);
            if (known != null) {
                return new Problem(
                        ExitCode.USAGE,
                        firstLine(String.valueOf(known.getMessage())),
                        known instanceof UsageException usage ? usage.below() : "");
            }
        }
        SQLException sql = SetAside.sqlCause(error);
        if (sql != null) {
            return of(sql);
        }
        BindException setting = Failures.find(error, BindException.class);
        if (setting != null && isServiceLink(setting)) {
            return new Problem(
                    ExitCode.USAGE,
                    "setting " + setting.getName()
                            + " is an address that Kubernetes gives every pod beside a Service of such a name,"
                            + " and no value of yours; set enableServiceLinks: false in the pod's spec, as config/kubernetes does");
        }
        if (setting != null) {
            return new Problem(
                    ExitCode.USAGE,
                    "setting " + setting.getName() + " cannot be read: " + Failures.oneLine(setting)
                            + "; config/application.yaml says what is allowed");
        }
        return new Problem(ExitCode.FAILED, Failures.oneLine(error));
    }

    /** Such as FALLOW_SERVE_PORT=tcp://10.96.12.7:8080, beside a Service named fallow-serve. */
    private static boolean isServiceLink(BindException setting) {
        ConfigurationProperty given = setting.getProperty();
        return given != null && given.getValue().toString().matches("(tcp|udp|sctp)://.*");
    }

    private static Problem of(SQLException error) {
        String said = firstLine(String.valueOf(error.getMessage()));
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.startsWith("08")) {
            return new Problem(
                    ExitCode.FAILED,
                    "the database does not answer: " + said + " SPRING_DATASOURCE_URL says where it is");
        }
        return switch (state) {
            case "28P01", "28000" ->
                new Problem(
                        ExitCode.USAGE,
                        "the database refuses the login: " + said
                                + "; check SPRING_DATASOURCE_USERNAME and SPRING_DATASOURCE_PASSWORD");
            case "3D000" -> new Problem(ExitCode.USAGE, said + "; check SPRING_DATASOURCE_URL");
            case "25006" ->
                new Problem(
                        ExitCode.FAILED,
                        "the database is read-only: " + said + "; point SPRING_DATASOURCE_URL at the primary");
            case "22P02", "22003", "22021" -> new Problem(ExitCode.USAGE, said);
            case "22023", "42704", "42P01", "3F000", "42883" ->
                new Problem(
                        ExitCode.USAGE,
                        "the schema is not installed here, or not completely: " + said
                                + "; run `fallow init --contract FILE`");
            case "55P03" ->
                new Problem(
                        ExitCode.FAILED,
                        "what this would change is in use by the platform or by a night; nothing was changed, try again in a moment ("
                                + said + ")");
            case "42501" -> new Problem(ExitCode.UNSAFE_INPUTS, said + Failures.UNREADABLE);
            default -> new Problem(ExitCode.FAILED, said);
        };
    }

    private static String firstLine(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(message);
    }
}
