package io.fallow.api;

import io.fallow.lifecycle.Decision;
import io.fallow.lifecycle.Lifecycle;
import io.fallow.lifecycle.Policy;
import io.fallow.lifecycle.State;
import io.fallow.owner.Holds;
import io.fallow.owner.OwnerDesk;
import io.fallow.owner.PropertyWindows;
import io.fallow.owner.PropertyWindows.Opened;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

    private static final int NOT_FOUND = 404;

    private final OwnerDesk desk;
    private final PropertyWindows windows;
    private final Holds holds;
    private final Supplier<Policy> policy;

    DeskApi(OwnerDesk desk, PropertyWindows windows, Holds holds, Supplier<Policy> policy) {
        this.desk = desk;
        this.windows = windows;
        this.holds = holds;
        this.policy = policy;
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

    record Recorded(long use, String account, String operation) {}

    record Placed(long hold, String account) {}

    record Released(long hold, boolean released) {}

    @PostMapping("/accounts/{account}/unseal")
    Became unseal(@PathVariable String account, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "method", "reference", "by");
        return Became.of(account, desk.unseal(account, identityProof(fields), fields.required("by"), policy.get()));
    }

    /** How the owner's identity was verified, as the evidence has it. */
    private static String identityProof(Fields fields) {
        return fields.required("method") + ": " + fields.required("reference");
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
        Fields fields = new Fields(body, "detail", "by");
        return new Placed(holds.add(account, fields.required("detail"), fields.required("by")), account);
    }

    @PostMapping("/holds/{hold}/release")
    Released releaseHold(@PathVariable long hold, @RequestBody Map<String, String> body) {
        Fields fields = new Fields(body, "by");
        if (!holds.release(hold, fields.required("by"))) {
            throw new ApiException(
                    NOT_FOUND,
                    "there is no hold " + hold + " in force; GET /api/accounts/ACCOUNT/holds shows an account's");
        }
        return new Released(hold, true);
    }
}
