package io.fallow.api;

import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.State;
import io.fallow.owner.CancellationDesk;
import io.fallow.owner.CancellationDesk.Standing;
import io.fallow.owner.Evidence;
import io.fallow.owner.Holds;
import io.fallow.owner.Holds.Kind;
import io.fallow.owner.Holds.Order;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.PropertyWindows;
import io.fallow.owner.PropertyWindows.Opened;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Acts on single accounts, each of them recorded with who answers for it. */
@RestController
@RequestMapping("/api")
final class DeskApi {

    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private final OwnerDesk desk;
    private final CancellationDesk cancellations;
    private final PropertyWindows windows;
    private final Holds holds;
    private final Supplier<Policy> policy;
    private final Clock clock;

    DeskApi(
            OwnerDesk desk,
            CancellationDesk cancellations,
            PropertyWindows windows,
            Holds holds,
            Supplier<Policy> policy,
            Clock clock) {
        this.desk = desk;
        this.cancellations = cancellations;
        this.windows = windows;
        this.holds = holds;
        this.policy = policy;
        this.clock = clock;
    }

    /** What became of an account. */
    record Became(
            String account,
            State from,
            @Nullable State to,
            @Nullable Lifecycle lifecycle) {

        static Became of(String account, Decision decision) {
            return new Became(account, decision.from(), decision.to(), decision.next());
        }
    }

    record Revoked(String account, boolean revoked) {}

    record Recorded(long use, String account, String operation) {}

    record Placed(long hold, String account) {}

    record Released(long hold, boolean released) {}

    @PostMapping("/accounts/{account}/unseal")
    Became unseal(@PathVariable String account, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "method", "reference", "by");
        return Became.of(account, desk.unseal(account, verified(fields), policy.get()));
    }

    private static Evidence verified(Fields fields) {
        return new Evidence(fields.required("method"), fields.required("reference"), fields.required("by"));
    }

    /** What must still be settled keeps it waiting: then it is accepted, and not yet done. */
    @PostMapping("/accounts/{account}/cancel")
    ResponseEntity<Standing> cancel(@PathVariable String account, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "method", "reference", "by");
        Standing standing = cancellations.request(account, verified(fields), policy.get());
        return ResponseEntity.status(standing.completed() ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(standing);
    }

    @PostMapping("/accounts/{account}/cancel/revoke")
    Revoked revokeCancellation(@PathVariable String account, @RequestBody Map<String, String> body) {
        cancellations.revoke(account, new Fields(body, "by").required("by"));
        return new Revoked(account, true);
    }

    @PostMapping("/accounts/{account}/windows")
    @ResponseStatus(HttpStatus.CREATED)
    Opened openWindow(@PathVariable String account, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "device", "evidence", "by");
        return windows.open(account, fields.required("device"), fields.optional("evidence"), fields.required("by"));
    }

    @PostMapping("/accounts/{account}/windows/uses")
    @ResponseStatus(HttpStatus.CREATED)
    Recorded recordUse(@PathVariable String account, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "operation", "reference", "by");
        String operation = fields.required("operation");
        long use = windows.record(account, operation, fields.required("reference"), fields.required("by"));
        return new Recorded(use, account, operation);
    }

    @PostMapping("/accounts/{account}/holds")
    @ResponseStatus(HttpStatus.CREATED)
    Placed placeHold(@PathVariable String account, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "detail", "type", "until", "by");
        LocalDate until = fields.date("until");
        if (until != null
                && until.isBefore(LocalDate.now(clock.withZone(policy.get().zone())))) {
            throw new ApiException(BAD_REQUEST, "field until is " + until + ", which is over already");
        }
        Order order = new Order(
                fields.oneOf("type", Kind.class, Kind.LEGAL_HOLD),
                fields.required("detail"),
                fields.required("by"),
                until);
        return new Placed(holds.place(account, order), account);
    }

    @PostMapping("/holds/{hold}/release")
    Released releaseHold(@PathVariable long hold, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "reason", "by");
        if (!holds.release(hold, fields.required("reason"), fields.required("by"))) {
            throw new ApiException(
                    NOT_FOUND,
                    "there is no hold " + hold + " in force; GET /api/accounts/ACCOUNT/holds shows an account's");
        }
        return new Released(hold, true);
    }
}
