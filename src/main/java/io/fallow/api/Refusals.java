package io.fallow.api;

import io.fallow.ledger.base.SetAside;
import io.fallow.ledger.base.UnsafeInputsException;
import io.fallow.owner.AccountException;
import io.fallow.run.Failures;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What is refused or fails is told as problem details (RFC 9457), which name the culprit and the way out. */
@RestControllerAdvice(basePackageClasses = Refusals.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Wording wording;

    Refusals(Wording wording) {
        this.wording = wording;
    }

    @ExceptionHandler(RuntimeException.class)
    ResponseEntity<Object> refused(RuntimeException error) {
        HttpStatusCode status = status(error);
        String line = error instanceof ApiException own ? String.valueOf(own.getMessage()) : wording.of(error);
        if (status.is5xxServerError()) {
            log.error("the API failed: {}", line);
        }
        return ResponseEntity.status(status).body(ProblemDetail.forStatusAndDetail(status, line));
    }

    private static HttpStatusCode status(RuntimeException error) {
        if (error instanceof ApiException own) {
            return HttpStatusCode.valueOf(own.status());
        }
        AccountException account = Failures.find(error, AccountException.class);
        if (account != null) {
            return account.isUnknown() ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT;
        }
        if (Failures.find(error, UnsafeInputsException.class) != null) {
            return HttpStatus.CONFLICT; // of this account: a view cannot compute it
        }
        if (Failures.find(error, CannotGetJdbcConnectionException.class) != null
                || Failures.find(error, CannotCreateTransactionException.class) != null) {
            return HttpStatus.SERVICE_UNAVAILABLE;
        }
        SQLException sql = SetAside.sqlCause(error);
        return sql == null || sql.getSQLState() == null ? HttpStatus.INTERNAL_SERVER_ERROR : status(sql.getSQLState());
    }

    private static HttpStatus status(String sqlState) {
        return switch (sqlState) {
            case "22P02", "22003", "22021" -> HttpStatus.BAD_REQUEST; // no such key can exist
            case "55P03" -> HttpStatus.CONFLICT; // in use by the platform or a night
            default ->
                sqlState.startsWith("08") || sqlState.startsWith("57P") || sqlState.startsWith("53")
                        ? HttpStatus.SERVICE_UNAVAILABLE
                        : HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    @ExceptionHandler(MethodArgumentTypeMismatchException.class)
    ResponseEntity<Object> mistyped(MethodArgumentTypeMismatchException error) {
        String wanted =
                error.getRequiredType() == null ? "" : error.getRequiredType().getSimpleName();
        String example = switch (wanted) {
            case "LocalDate" -> "a date such as 2026-11-24";
            case "boolean" -> "true or false";
            default -> "a number";
        };
        return ResponseEntity.badRequest()
                .body(ProblemDetail.forStatusAndDetail(
                        HttpStatus.BAD_REQUEST, error.getName() + ": '" + error.getValue() + "' is not " + example));
    }

    /** Without what the parser says, which quotes the body. */
    @ExceptionHandler(HttpMessageNotReadableException.class)
    ResponseEntity<Object> unreadable(HttpMessageNotReadableException error) {
        return ResponseEntity.badRequest()
                .body(ProblemDetail.forStatusAndDetail(
                        HttpStatus.BAD_REQUEST, "the body must be a JSON object whose values are texts"));
    }
}
