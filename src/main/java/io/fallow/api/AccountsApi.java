package io.fallow.api;

import io.fallow.lifecycle.Policy;
import io.fallow.owner.Explain;
import io.fallow.owner.Explain.Explanation;
import io.fallow.owner.Holds;
import io.fallow.owner.Holds.Hold;
import io.fallow.owner.Permits;
import io.fallow.owner.Permits.Answer;
import io.fallow.owner.PropertyWindows;
import io.fallow.owner.PropertyWindows.Window;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Questions about single accounts. */
@RestController
@RequestMapping("/api/accounts/{account}")
final class AccountsApi {

    private static final int BAD_REQUEST = 400;

    private final Explain explain;
    private final Permits permits;
    private final PropertyWindows windows;
    private final Holds holds;
    private final Supplier<Policy> policy;
    private final Clock clock;

    AccountsApi(
            Explain explain,
            Permits permits,
            PropertyWindows windows,
            Holds holds,
            Supplier<Policy> policy,
            Clock clock) {
        this.explain = explain;
        this.permits = permits;
        this.windows = windows;
        this.holds = holds;
        this.policy = policy;
        this.clock = clock;
    }

    @GetMapping
    Explanation explain(@PathVariable String account) {
        return explain.of(account, policy.get());
    }

    @GetMapping("/permits/{operation}")
    Answer permits(@PathVariable String account, @PathVariable String operation) {
        try {
            return permits.ask(account, operation);
        } catch (IllegalArgumentException e) {
            throw new ApiException(BAD_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @GetMapping("/windows")
    List<Window> windows(@PathVariable String account) {
        return windows.list(account);
    }

    @GetMapping("/holds")
    List<Hold> holds(@PathVariable String account, @RequestParam(defaultValue = "false") boolean ended) {
        return holds.list(
                account, ended, LocalDate.now(clock.withZone(policy.get().zone())));
    }
}
